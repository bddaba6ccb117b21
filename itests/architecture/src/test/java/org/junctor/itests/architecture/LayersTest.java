package org.junctor.itests.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may know whom. */
final class LayersTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importPaths(Bundle.all().stream().map(Bundle::classes).toList());

    private static final String[] ANNOTATIONS = {
        "org.osgi.annotation..",
        "org.osgi.service.component.annotations..",
        "org.osgi.service.metatype.annotations..",
        "org.jspecify.annotations.."
    };

    /** Which bundles a bundle may know beside {@code api}; none, if it is not here. */
    private static final Map<String, List<String>> KNOWS = Map.of(
            "transport.http", List.of("http.api"),
            "transport.websocket", List.of("http.api"),
            "transport.rawsocket", List.of("http.api"),
            "transport.longpoll", List.of("http.api"),
            "web.basic", List.of("http.api"),
            "web.files", List.of("http.api"),
            "cli", List.of("node", "authz.roles"));

    private static String[] packages(String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.add("java..");
        all.addAll(List.of(ANNOTATIONS));
        return all.toArray(String[]::new);
    }

    @Test
    void apiKnowsNobody() {
        classes()
                .that()
                .resideInAPackage("org.junctor.api..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(packages("org.junctor.api..", "javax.net.ssl..", "javax.crypto..")) // java.base
                .check(CLASSES);
    }

    @Test
    void coreKnowsNoSerializerAndNoFramework() {
        classes()
                .that()
                .resideInAPackage("org.junctor.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(packages("org.junctor.core..", "org.junctor.api..", "org.slf4j"))
                .check(CLASSES);
    }

    @Test
    void coreKnowsNoSocketAndNoFile() {
        noClasses()
                .that()
                .resideInAPackage("org.junctor.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..", "java.io..")
                .check(CLASSES);
    }

    /** Arguments pass through as octets; only the router's own procedures look into them. */
    @Test
    void corePassesPayloadsWithoutLookingInside() {
        noClasses()
                .that()
                .resideInAPackage("org.junctor.core..")
                .and()
                .haveSimpleNameNotStartingWith("Meta")
                .should()
                .callMethodWhere(
                        target(owner(name("org.junctor.api.serializer.Values"))).and(target(name("decode"))))
                .orShould()
                .callMethodWhere(target(owner(name("org.junctor.api.serializer.Serializer")))
                        .and(target(name("read"))))
                .orShould()
                .callMethodWhere(
                        target(owner(name("org.junctor.api.message.Payload"))).and(target(name("octets"))))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.junctor.api.serializer.ValueBuilder")
                .check(CLASSES);
    }

    @Test
    void bundlesMeetInTheServiceRegistryOnly() {
        for (Bundle bundle : Bundle.all()) {
            List<String> allowed = new ArrayList<>(List.of("org.junctor.api", bundle.fullName()));
            KNOWS.getOrDefault(bundle.name(), List.of()).forEach(other -> allowed.add("org.junctor." + other));
            String[] others = Bundle.all().stream()
                    .map(Bundle::fullName)
                    .filter(name -> !allowed.contains(name))
                    .map(name -> name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(bundle.fullName() + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .allowEmptyShould(true) // a bundle may be but one resource
                    .check(CLASSES);
        }
    }

    /** A comparison that ends at the first difference tells by its time how much of a guess was right. */
    @Test
    void secretsAreComparedInConstantTime() {
        noClasses()
                .that()
                .resideInAnyPackage("org.junctor.auth..", "org.junctor.api.password..")
                .should()
                .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                .orShould()
                .callMethod(Arrays.class, "equals", char[].class, char[].class)
                .check(CLASSES);
        for (String judge : List.of(
                "org.junctor.auth.ticket.TicketAuthenticator",
                "org.junctor.auth.wampcra.WampCraAuthenticator",
                "org.junctor.api.password.ScramKeys",
                "org.junctor.api.password.PasswordHash")) {
            classes()
                    .that()
                    .haveFullyQualifiedName(judge)
                    .should()
                    .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
                    .check(CLASSES);
        }
    }

    @Test
    void jettyIsForWebBundlesOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "org.junctor.http.api..",
                        "org.junctor.transport.http..",
                        "org.junctor.transport.websocket..",
                        "org.junctor.transport.rawsocket..",
                        "org.junctor.transport.longpoll..",
                        "org.junctor.web..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(CLASSES);
    }

    @Test
    void nobodyWritesABundleActivator() {
        noClasses().should().implement("org.osgi.framework.BundleActivator").check(CLASSES);
    }

    @Test
    void thereAreNoCycles() {
        slices().matching("org.junctor.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void classesLieInThePackageOfTheirBundle() {
        for (Bundle bundle : Bundle.all()) {
            for (JavaClass type : CLASSES) { // to import each bundle by itself took five times as long as all the rest
                assertTrue(
                        !liesIn(bundle, type) || (type.getPackageName() + ".").startsWith(bundle.fullName() + "."),
                        () -> type.getName() + " lies in the bundle " + bundle.name());
            }
        }
    }

    private static boolean liesIn(Bundle bundle, JavaClass type) {
        return type.getSource()
                .map(source -> Path.of(source.getUri()).startsWith(bundle.classes()))
                .orElseThrow();
    }

    @Test
    void theRulesSeeTheClasses() {
        assertTrue(CLASSES.contain("org.junctor.core.UriTable"));
        assertTrue(Bundle.all().stream()
                .anyMatch(bundle ->
                        bundle.name().equals("core") && liesIn(bundle, CLASSES.get("org.junctor.core.UriTable"))));
        assertTrue(CLASSES.contain("org.junctor.api.message.Payload"));
        assertFalse(CLASSES.contain("org.junctor.core.UriTableTest"));
    }
}
