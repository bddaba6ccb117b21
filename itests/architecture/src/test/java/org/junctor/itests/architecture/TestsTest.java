package org.junctor.itests.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What tests may not do. */
final class TestsTest {
    private static final JavaClasses TESTS = new ClassFileImporter().importPaths(testClasses());

    private static List<Path> testClasses() {
        try (Stream<Path> folders = Files.find(
                Bundle.root(),
                4,
                (path, attributes) -> attributes.isDirectory() && path.endsWith("target/test-classes"))) {
            return folders.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void testsDriveTimeInsteadOfSleeping() {
        assertTrue(TESTS.contain("org.junctor.itests.architecture.TestsTest"));
        noClasses().should().callMethodWhere(target(name("sleep"))).check(TESTS);
    }

    @Test
    void noTestIsSwitchedOff() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.junit.jupiter.api.Disabled")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.junit.Ignore")
                .check(TESTS);
    }
}
