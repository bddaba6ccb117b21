package org.junctor.itests.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the jars show to a framework, and what the folders show to a reader. */
final class ManifestTest {
    private static final Set<String> EXPORTING = Set.of("api", "http.api", "testing");
    private static final int README_LINES = 25;

    /** Runs on a class path, before there is a framework. */
    private static final String PROGRAM = "cli";

    /** The clauses of a header: it is split at commas that are not in quotes. */
    private static List<String> clauses(String header) {
        return header.isEmpty() ? List.of() : List.of(header.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"));
    }

    @Test
    void onlyTheApiBundlesExport() {
        Set<String> exporting = new TreeSet<>();
        for (Bundle bundle : Bundle.all()) {
            if (!bundle.header("Export-Package").isEmpty()) {
                exporting.add(bundle.name());
            }
        }

        assertEquals(new TreeSet<>(EXPORTING), exporting);
    }

    @Test
    void everyExportedPackageHasAVersion() {
        Pattern versioned = Pattern.compile("org\\.junctor\\.[a-z.]+;.*version=\"?0\\.\\d+\\.\\d+\"?.*");
        int exported = 0;
        for (Bundle bundle : Bundle.all()) {
            for (String clause : clauses(bundle.header("Export-Package"))) {
                exported++;
                assertTrue(versioned.matcher(clause).matches(), () -> bundle.name() + " exports " + clause);
            }
        }
        assertTrue(exported > 0);
    }

    @Test
    void everyImportOfOursHasARange() {
        Pattern ranged = Pattern.compile(".*version=\"\\[.*\".*");
        for (Bundle bundle : Bundle.all()) {
            for (String clause : clauses(bundle.header("Import-Package"))) {
                assertTrue(
                        bundle.name().equals(PROGRAM)
                                || !clause.startsWith("org.junctor.")
                                || ranged.matcher(clause).matches(),
                        () -> bundle.name() + " imports " + clause);
            }
        }
    }

    @Test
    void folderArtifactAndSymbolicNameAreCalledAlike() throws IOException {
        for (Bundle bundle : Bundle.all()) {
            String pom = Files.readString(bundle.folder().resolve("pom.xml"));

            assertTrue(
                    pom.contains("<artifactId>" + bundle.fullName() + "</artifactId>\n  <name>"),
                    () -> "artifactId of " + bundle.name());
            assertEquals(bundle.fullName(), bundle.header("Bundle-SymbolicName").split(";", -1)[0]);
        }
    }

    @Test
    void noNameHasAKeywordOfJava() {
        for (Bundle bundle : Bundle.all()) {
            for (String segment : bundle.name().split("\\.", -1)) {
                assertTrue(javax.lang.model.SourceVersion.isName(segment), bundle.name());
            }
        }
    }

    @Test
    void nobodyNeedsTheAnnotationsAtRunTime() {
        for (Bundle bundle : Bundle.all()) {
            for (String clause : clauses(bundle.header("Import-Package"))) {
                assertTrue(
                        !clause.startsWith("org.jspecify.") || clause.contains("resolution:=optional"),
                        () -> bundle.name() + " imports " + clause);
            }
        }
    }

    @Test
    void manifestsNameNoMachine() {
        for (Bundle bundle : Bundle.all()) {
            assertFalse(bundle.manifest().getMainAttributes().containsValue(System.getProperty("user.name")));
            assertEquals("", bundle.header("Built-By"));
            assertEquals("", bundle.header("Bnd-LastModified"));
        }
    }

    @Test
    void everyBundleHasAShortReadme() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Bundle bundle : Bundle.all()) {
            Path readme = bundle.folder().resolve("README.md");
            if (!Files.exists(readme)) {
                wrong.add(bundle.name() + " has no README.md");
            } else if (Files.readAllLines(readme).size() > README_LINES) {
                wrong.add(bundle.name() + "'s README.md is longer than " + README_LINES + " lines");
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyBundleIsBuiltAndTestedHere() throws IOException {
        String parent = Files.readString(Bundle.root().resolve("pom.xml"));
        String pom = Files.readString(Bundle.root().resolve("itests/architecture/pom.xml"));
        for (Bundle bundle : Bundle.all()) {
            assertTrue(parent.contains("<module>bundles/" + bundle.name() + "</module>"), bundle.name());
            assertTrue(pom.contains("<artifactId>" + bundle.fullName() + "</artifactId>"), bundle.name());
        }
    }
}
