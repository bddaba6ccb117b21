package org.junctor.itests.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What tests may not do. */
final class TestsTest {
    private static List<Path> testClasses() throws IOException {
        try (Stream<Path> folders = Files.find(
                Bundle.root(),
                4,
                (path, attributes) -> attributes.isDirectory() && path.endsWith("target/test-classes"))) {
            return folders.toList();
        }
    }

    @Test
    void testsDriveTimeInsteadOfSleeping() throws IOException {
        JavaClasses tests = new ClassFileImporter().importPaths(testClasses());

        assertTrue(tests.contain("org.junctor.itests.architecture.TestsTest"));
        noClasses().should().callMethodWhere(target(name("sleep"))).check(tests);
    }

    @Test
    void noTestIsSwitchedOff() throws IOException {
        JavaClasses tests = new ClassFileImporter().importPaths(testClasses());

        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.junit.jupiter.api.Disabled")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.junit.Ignore")
                .check(tests);
    }
}
