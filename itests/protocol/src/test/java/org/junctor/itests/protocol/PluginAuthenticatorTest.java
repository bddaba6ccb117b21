package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An authentication method that somebody else has written, whose jar lies in the node's folder of plug-ins: it asks twice. */
final class PluginAuthenticatorTest {
    private static final String SOURCE =
            """
            package test.twosteps;

            import java.util.concurrent.CompletableFuture;
            import java.util.concurrent.CompletionStage;
            import org.junctor.api.message.Authenticate;
            import org.junctor.api.message.Options;
            import org.junctor.api.security.AuthRequest;
            import org.junctor.api.security.AuthResult;
            import org.junctor.api.security.Authenticator;

            public final class TwoSteps implements Authenticator {
                @Override
                public CompletionStage<AuthResult> begin(AuthRequest request) {
                    return done(new AuthResult.Challenge(Options.of("step", "password"), first -> done(
                            first.signature().equals("open")
                                    ? new AuthResult.Challenge(Options.of("step", "code"), this::second)
                                    : AuthResult.Deny.CREDENTIALS)));
                }

                private CompletionStage<AuthResult> second(Authenticate answer) {
                    return done(answer.signature().equals("123456")
                            ? new AuthResult.Accept("joe", "anonymous", "twosteps", Options.EMPTY)
                            : AuthResult.Deny.CREDENTIALS);
                }

                private static CompletionStage<AuthResult> done(AuthResult result) {
                    return CompletableFuture.completedFuture(result);
                }
            }
            """;
    private static final String COMPONENT =
            """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="test.twosteps">
              <implementation class="test.twosteps.TwoSteps"/>
              <service><provide interface="org.junctor.api.security.Authenticator"/></service>
              <property name="method" value="twosteps"/>
            </scr:component>
            """;
    private static final String FRAGMENT =
            """
            {"$id": "junctor:auth/twosteps", "title": "Two steps", "description": "A password and a code.",
             "x-junctor-kind": "auth", "type": "object", "properties": {}, "additionalProperties": false}
            """;

    @TempDir
    Path folder = Path.of(".");

    private void install() throws IOException {
        Path source = Files.createDirectories(folder.resolve("source")).resolve("TwoSteps.java");
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Files.writeString(source, SOURCE);
        String api = Path.of(Node.jar("org.junctor.api")).toString();
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "--release",
                        "17",
                        "-cp",
                        api,
                        "-d",
                        classes.toString(),
                        source.toString());
        assertEquals(0, failed, "the plug-in does not compile");
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        main.putValue("Bundle-SymbolicName", "test.twosteps");
        main.putValue("Bundle-Version", "1.0.0");
        main.putValue(
                "Import-Package",
                "org.junctor.api.message;version=\"[0.1,1)\",org.junctor.api.security;version=\"[0.1,1)\"");
        main.putValue("Service-Component", "OSGI-INF/twosteps.xml");
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        try (OutputStream file = Files.newOutputStream(plugins.resolve("twosteps.jar"));
                JarOutputStream jar = new JarOutputStream(file, manifest)) {
            put(jar, "OSGI-INF/twosteps.xml", COMPONENT.getBytes(StandardCharsets.UTF_8));
            put(jar, "OSGI-INF/junctor/schema/twosteps.json", FRAGMENT.getBytes(StandardCharsets.UTF_8));
            String name = "test/twosteps/TwoSteps.class";
            put(jar, name, Files.readAllBytes(classes.resolve(name)));
        }
    }

    private static void put(JarOutputStream jar, String name, byte[] octets) throws IOException {
        jar.putNextEntry(new ZipEntry(name));
        jar.write(octets);
        jar.closeEntry();
    }

    private static Peer hello(NodeFile file) {
        Peer peer = WebSocketPeer.connect(file.webUrl("/ws"));
        peer.send(
                Type.HELLO,
                Router.OPEN,
                Map.of("roles", Session.ALL_ROLES, "authid", "joe", "authmethods", List.of("twosteps")));
        return peer;
    }

    private static void step(Peer peer, String step, String answer) {
        JsonNode challenge = peer.receive(Type.CHALLENGE);
        assertEquals("twosteps", challenge.get(1).asText());
        assertEquals(step, challenge.get(2).path("step").asText());
        peer.send(Type.AUTHENTICATE, answer, Map.of());
    }

    @Test
    void aMethodOfAPluginMayAskTwice() throws IOException {
        install();
        Map<String, Object> path = new HashMap<>(NodeFile.websocket());
        path.put("auth", Map.of("twosteps", Map.of()));
        NodeFile file = NodeFile.plain(folder);
        file.transport(
                        "web",
                        "web",
                        NodeFile.tcp(file.webPort()),
                        Map.of("paths", Map.of("/", Map.of("type", "nodeinfo"), "ws", path)))
                .write();
        try (Node node = Node.in(folder).start()) {
            Peer joe = hello(file);
            step(joe, "password", "open");
            step(joe, "code", "123456");
            assertEquals(
                    "twosteps",
                    joe.receive(Type.WELCOME).get(2).path("authmethod").asText());

            Peer eve = hello(file);
            step(eve, "password", "open");
            step(eve, "code", "000000");
            Session.expectAbort(eve, "wamp.error.authentication_denied");
            assertTrue(node.process().isAlive());
            joe.cut();
            eve.cut();
        }
    }
}
