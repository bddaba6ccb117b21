package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that cannot start: the exit code says which kind of reason it is, the text which one, and others are not disturbed. */
final class StartRefusalTest {
    private static final int CONFIGURATION = 3;
    private static final int ADDRESS_IN_USE = 4;

    @TempDir
    Path folder = Path.of(".");

    @Test
    void aFolderWithoutConfigurationIsNamed() {
        String output = refused(CONFIGURATION);

        says(output, Pattern.quote(folder.toString()));
        says(output, "init");
    }

    @Test
    void brokenJsonIsNamedByLineAndColumn() {
        NodeFile.plain(folder).write("{\n  \"version\": 2,\n  \"workers\": [\n    { \"type\": router }\n  ]\n}\n");

        says(refused(CONFIGURATION), "config\\.json:4:\\d+");
    }

    @Test
    void brokenYamlIsNamedByLineAndColumn() throws IOException {
        Files.writeString(folder.resolve("config.yaml"), "version: 2\nworkers:\n  - type: router\n   realms: [\n");

        says(refused(CONFIGURATION), "config\\.yaml:\\d+:\\d+");
    }

    @Test
    void octetsThatAreNoTextAreRefused() throws IOException {
        Files.write(folder.resolve("config.json"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1, 2, 3});

        says(refused(CONFIGURATION), "config\\.json");
    }

    @Test
    void allErrorsAreToldAtOnceWithTheirPlace() {
        String text =
                """
                {
                  "version": 2,
                  "workers": [
                    {
                      "type": "router",
                      "realmz": [],
                      "transports": [
                        {
                          "type": "web",
                          "endpoint": {"type": "tcp", "port": "eighty"},
                          "paths": {"/": {"type": "sttic", "directory": "web"}}
                        }
                      ]
                    }
                  ]
                }
                """;
        NodeFile.plain(folder).write(text);

        String output = refused(CONFIGURATION);

        says(output, "config\\.json:6:7.*realms");
        says(output, "config\\.json:10:\\d+.*port");
        says(output, "config\\.json:11:\\d+.*static");
        assertEquals(CONFIGURATION, Node.in(folder).run("check").exit());
    }

    /** Or they would be told at the first login only. */
    @Test
    void methodsThatLackWhereToLookUpClientsAreNamed() {
        for (String method : List.of("ticket", "wampcra", "scram", "wamp-scram", "cryptosign", "tls")) {
            Map<String, Object> dynamic =
                    Map.of("type", "websocket", "auth", Map.of(method, Map.of("type", "dynamic", "default-role", "r")));
            Map<String, Object> filed = Map.of("type", "websocket", "auth", Map.of(method, Map.of("type", "file")));
            NodeFile file = NodeFile.plain(folder);
            Map<String, Object> paths = Map.of("/", Map.of("type", "nodeinfo"), "ask", dynamic, "filed", filed);
            file.transport("web", "web", NodeFile.tcp(file.webPort()), Map.of("paths", paths))
                    .write();

            Node.Ran checked = Node.in(folder).run("check");

            assertEquals(CONFIGURATION, checked.exit(), checked.output());
            says(checked.output(), "ask\\.auth\\.\"?" + method + "\"?: .*\"authenticator\"");
            says(checked.output(), "ask\\.auth\\.\"?" + method + "\"?: .*\"authenticator-role\"");
            says(checked.output(), "filed\\.auth\\.\"?" + method + "\"?: .*\"file\"");
        }
    }

    @Test
    void aPortInUseIsNamedAndItsOwnerStays() throws IOException {
        try (ServerSocket owner = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            NodeFile.plain(folder)
                    .transport(
                            "web",
                            "web",
                            NodeFile.tcp(owner.getLocalPort()),
                            Map.of("paths", Map.of("ws", NodeFile.websocket(), "/", Map.of("type", "nodeinfo"))))
                    .write();

            String output = refused(ADDRESS_IN_USE);

            says(output, "127\\.0\\.0\\.1:" + owner.getLocalPort());
            says(output, "in use");
        }
    }

    @Test
    void aSocketPathInUseIsNamedAndItsOwnerGoesOn(@TempDir Path otherFolder) {
        NodeFile running = NodeFile.standard(otherFolder);
        try (Node other = Node.in(otherFolder).start()) {
            Session bystander = Session.join(RawSocketPeer.connect(running.rawSocketPath()), Router.OPEN);
            String path = otherFolder.resolve("raw.sock").toString();
            NodeFile.plain(folder)
                    .transport("raw", "rawsocket", NodeFile.unix(path), Map.of())
                    .write();

            String output = refused(ADDRESS_IN_USE);

            says(output, Pattern.quote(path));
            assertTrue(other.process().isAlive());
            bystander.expectAlive();
            Session.join(RawSocketPeer.connect(running.rawSocketPath()), Router.OPEN)
                    .expectAlive();
        }
    }

    @Test
    void aFileInPlaceOfASocketIsNotOverwritten() throws IOException {
        Path file = folder.resolve("raw.sock");
        Files.writeString(file, "somebody's data");
        NodeFile.plain(folder)
                .transport("raw", "rawsocket", NodeFile.unix("raw.sock"), Map.of())
                .write();

        says(refused(ADDRESS_IN_USE), "raw\\.sock");

        assertEquals("somebody's data", Files.readString(file));
    }

    @Test
    void aMissingWebFolderIsNamed() {
        NodeFile.plain(folder)
                .transport(
                        "web",
                        "web",
                        NodeFile.tcp(NodeFile.freePort()),
                        Map.of("paths", Map.of("/", Map.of("type", "static", "directory", "no_such_folder"))))
                .write();

        String output = refused(CONFIGURATION);

        says(output, "no_such_folder");
        says(output, "config\\.json:\\d+:\\d+|directory");
    }

    @Test
    void aMissingComponentIsNamed() {
        NodeFile.plain(folder)
                .webTransport()
                .component(Map.of(
                        "type", "class",
                        "id", "lost",
                        "classname", "org.example.NoSuchComponent",
                        "realm", "realm1",
                        "role", "anonymous"))
                .write();

        says(refused(CONFIGURATION), "org\\.example\\.NoSuchComponent");
    }

    @Test
    void aKeyThatIsNotSupportedNamesItsPlace() {
        NodeFile.plain(folder)
                .transport(
                        "mqtt", "mqtt", NodeFile.tcp(NodeFile.freePort()), Map.of("options", Map.of("realm", "realm1")))
                .write();

        String output = refused(CONFIGURATION);

        says(output, "config\\.json:\\d+:\\d+.*mqtt");
    }

    /** What a start prints that must end with this code. */
    private String refused(int exit) {
        Node.Ran start = Node.in(folder).run("start");
        assertEquals(exit, start.exit(), start::output);
        noStackTrace(start.output());
        return start.output();
    }

    private static void noStackTrace(String output) {
        assertTrue(
                output.lines().noneMatch(line -> line.startsWith("\tat ")),
                () -> "operators get sentences, no stack traces: " + output);
    }

    private static void says(String output, String regex) {
        boolean said = List.of(output.split("\n", -1)).stream()
                .anyMatch(line -> Pattern.compile(regex).matcher(line).find());
        assertTrue(said, () -> "no \"" + regex + "\" in: " + output);
    }
}
