package org.junctor.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a good file becomes. */
final class ConfigurationsTest {
    private NodeFolder folder;

    @BeforeEach
    void makeFolder(@TempDir Path directory) throws IOException {
        folder = new NodeFolder(directory);
    }

    @Test
    void goodFileHasNothingToTellButThatOriginsAreOpen() throws IOException {
        NodeFile file = folder.yaml(NodeFolder.resource("good.yaml"));

        assertTrue(file.valid(), () -> folder.lines(file).toString());
        assertEquals(
                List.of("config.yaml:32:13: warning: workers[0].transports[0].paths.ws: no options.allowed_origins,"
                        + " so pages from everywhere may connect; list the origins of yours, or \"*\""),
                folder.lines(file));
    }

    @Test
    void configurationsComeInTheOrderInWhichTheyStart() throws IOException {
        NodeFile file = folder.yaml(NodeFolder.resource("good.yaml"));

        assertEquals(
                List.of(
                        "org.junctor.core",
                        "org.junctor.transport.http.engine",
                        "org.junctor.authz.roles~realm1",
                        "org.example.Time",
                        "org.junctor.core.realm~realm1",
                        "org.junctor.host.osgi~worker1.component001",
                        "org.junctor.transport.http~t1",
                        "org.junctor.transport.http~transport001",
                        "org.junctor.host.container~worker2"),
                file.configurations().stream().map(Configured::pid).toList());
        assertEquals(List.of("worker1"), file.routers());
    }

    @Test
    void nestedValuesAreJsonTextAndScalarsStayAsTheyAre() throws IOException {
        NodeFile file = folder.yaml(NodeFolder.resource("good.yaml"));

        assertEquals(
                Map.of(
                        "id",
                        "t1",
                        "type",
                        "web",
                        "endpoint",
                        "{\"type\":\"tcp\",\"port\":8090,\"interface\":\"127.0.0.1\"}",
                        "paths",
                        "{\"/\":{\"type\":\"static\",\"directory\":\"web\"},\"ws\":{\"type\":\"websocket\","
                                + "\"serializers\":[\"json\"],\"auth\":{\"anonymous\":{\"type\":\"static\","
                                + "\"role\":\"anonymous\"}}},\"info\":{\"type\":\"nodeinfo\"}}",
                        "node.directory",
                        folder.directory.toString()),
                properties(file, "org.junctor.transport.http~t1"));
        assertEquals(
                Map.of("hello.timeout.ms", 3000, "node.directory", folder.directory.toString()),
                properties(file, "org.junctor.core"));
        assertEquals(
                Map.of("connections.max", 500, "node.directory", folder.directory.toString()),
                properties(file, "org.junctor.transport.http.engine"));
    }

    @Test
    void realmIsToldWhatHappensToSlowSubscribersOfItsRoles() throws IOException {
        NodeFile file = folder.yaml(
                """
                version: 2
                workers:
                  - type: router
                    realms:
                      - name: realm1
                        roles:
                          - {name: dashboard, slow_subscriber: conflate}
                          - {name: backend}
                          - {name: billing, slow_subscriber: block_publisher}
                """);

        Map<String, Object> realm = properties(file, "org.junctor.core.realm~realm1");

        assertArrayEquals(new String[] {"dashboard=conflate", "billing=block_publisher"}, (String[])
                realm.get("slow.subscribers"));
    }

    @Test
    void realmHasItsRolesAndTheAuthorizerTheirPermissions() throws IOException {
        NodeFile file = folder.yaml(NodeFolder.resource("good.yaml"));

        Map<String, Object> realm = properties(file, "org.junctor.core.realm~realm1");
        assertEquals("realm1", realm.get("name"));
        assertArrayEquals(new String[] {"anonymous", "backend"}, (String[]) realm.get("roles"));
        Map<String, Object> roles = properties(file, "org.junctor.authz.roles~realm1");
        assertEquals("realm1", roles.get("realm"));
        assertEquals(
                "[{\"name\":\"anonymous\",\"permissions\":[{\"uri\":\"*\",\"allow\":{\"call\":true,\"register\":true,"
                        + "\"publish\":true,\"subscribe\":true},\"disclose\":{\"caller\":true},\"cache\":false}]},"
                        + "{\"name\":\"backend\",\"permissions\":[{\"uri\":\"com.example.\",\"match\":\"prefix\","
                        + "\"allow\":{\"call\":true}}]}]",
                roles.get("roles"));
    }

    @Test
    void componentJoinsByItsRoleAndGetsItsExtra() throws IOException {
        NodeFile file = folder.yaml(NodeFolder.resource("good.yaml"));

        assertEquals(
                Map.of(
                        "id", "component001",
                        "type", "class",
                        "classname", "org.example.Time",
                        "realm", "realm1",
                        "role", "backend",
                        "url", "local:backend",
                        "extra", "{\"zone\":\"UTC\",\"limits\":[1,2]}",
                        "node.directory", folder.directory.toString()),
                properties(file, "org.junctor.host.osgi~worker1.component001"));
        assertEquals(
                Map.of("zone", "UTC", "limits", "[1,2]", "node.directory", folder.directory.toString()),
                properties(file, "org.example.Time"));
    }

    @Test
    void containerGetsItsComponentsAsTheFileHasThem() throws IOException {
        NodeFile file = folder.yaml(NodeFolder.resource("good.yaml"));

        Map<String, Object> container = properties(file, "org.junctor.host.container~worker2");
        assertEquals("worker2", container.get("id"));
        assertEquals("{\"restart\":\"restart-always\"}", container.get("options"));
        assertEquals(
                "[{\"type\":\"class\",\"id\":\"tick\",\"classname\":\"org.example.Tick\",\"realm\":\"realm1\","
                        + "\"transport\":{\"type\":\"rawsocket\",\"endpoint\":{\"type\":\"unix\","
                        + "\"path\":\"router.sock\"}}}]",
                container.get("components"));
    }

    @Test
    void jsonFileBecomesTheSameAsYaml() throws IOException {
        NodeFile yaml = folder.yaml("version: 2\nworkers: [{type: router, realms: [{name: r1, roles: []}]}]");
        NodeFile json =
                folder.json("{\"version\": 2, \"workers\": [{\"type\": \"router\", \"realms\": [{\"name\": \"r1\","
                        + " \"roles\": []}]}]}");

        assertEquals(properties(yaml, "org.junctor.authz.roles~r1"), properties(json, "org.junctor.authz.roles~r1"));
    }

    @Test
    void rolesWithAnAuthorizerHaveAConfigurationOfTheirOwn() throws IOException {
        String text =
                """
                version: 2
                workers:
                  - type: router
                    realms:
                      - name: r1
                        roles:
                          - {name: a, permissions: [{uri: a.b}]}
                          - {name: b, authorizer: com.ask, authorizer_options: {timeout: 9}, permissions: [{uri: a}]}
                """;
        NodeFile file = folder.yaml(text);
        NodeFile changed = folder.yaml(text.replace("uri: a.b", "uri: a.c"));

        assertEquals(List.of(), folder.lines(file));
        String delegated = "[{\"name\":\"b\",\"authorizer\":\"com.ask\",\"authorizer_options\":{\"timeout\":9}}]";
        assertEquals(delegated, properties(file, "org.junctor.authz.dynamic~r1").get("roles"));
        assertEquals(
                properties(file, "org.junctor.authz.dynamic~r1"), properties(changed, "org.junctor.authz.dynamic~r1"));
        assertNotEquals(
                properties(file, "org.junctor.core.realm~r1").get("permissions.digest"),
                properties(changed, "org.junctor.core.realm~r1").get("permissions.digest"));
    }

    @Test
    void lintsAreSilencedByAKeyThatIsNotConfigured() throws IOException {
        NodeFile file = folder.yaml(
                """
                version: 2
                x_lint: [no-tls]
                workers:
                  - type: router
                    realms: [{name: r1, x_lint: anonymous-all, roles: [{name: a, permissions: [{uri: a.b}]}]}]
                """);

        assertEquals(List.of(), folder.lines(file));
        assertFalse(properties(file, "org.junctor.core.realm~r1").containsKey(Silenced.KEY));
        assertTrue(file.silenced().at("workers[0]", "no-tls"));
        assertTrue(file.silenced().at("workers[0].realms[0].roles[0]", "anonymous-all"));
        assertFalse(file.silenced().at("workers[0]", "anonymous-all"));
        assertEquals(
                List.of("config.yaml:2:10: error: x_lint: must be a list of lints, each by its id, such as"
                        + " origins-any"),
                folder.lines(folder.yaml("version: 2\nx_lint: [7]\nworkers: []"))
                        .subList(0, 1));
    }

    @Test
    void pluginNamesTheFactoryOfItsTransport() throws IOException {
        NodeFile file = folder.yaml(
                """
                version: 2
                workers:
                  - type: router
                    realms:
                      - {name: r1, roles: [{name: anonymous, permissions: [{uri: a.b}]}]}
                    transports:
                      - {type: serial, id: s1, device: /dev/ttyS0, endpoint: {type: unix, path: s}}
                """);

        assertEquals(List.of(), folder.lines(file));
        assertEquals("/dev/ttyS0", properties(file, "com.example.serial~s1").get("device"));
    }

    @Test
    void storeOfARealmHasAConfigurationOfItsOwn() throws IOException {
        Fragments fragments = NodeFolder.fragments();
        fragments.add(
                "memory",
                "{\"$id\": \"junctor:store/memory\", \"x-junctor-kind\": \"store\", \"type\": \"object\"}",
                "the test");
        Path path = folder.directory.resolve("config.yaml");
        Files.writeString(
                path,
                """
                version: 2
                workers:
                  - type: router
                    realms:
                      - name: r1
                        roles: [{name: anonymous, permissions: [{uri: a.b}]}]
                        store: {type: memory, limit: 5, event-history: [{uri: a.b}]}
                """);

        NodeFile file = NodeFile.read(path, fragments, NodeFolder.ENVIRONMENT);

        assertEquals(List.of(), folder.lines(file));
        assertEquals(
                Map.of(
                        "type", "memory",
                        "limit", 5,
                        "event-history", "[{\"uri\":\"a.b\"}]",
                        "realm", "r1",
                        "node.directory", folder.directory.toString()),
                properties(file, "org.junctor.store.memory~r1"));
    }

    @Test
    void textsFromOutsideAreNotShown() throws IOException {
        NodeFile file = folder.yaml(
                """
                version: 2
                workers:
                  - type: router
                    realms: [{name: "r${ROLE}", roles: [{name: "$${x}x", permissions: [{uri: a}]}]}]
                """);

        assertEquals(
                List.of("config.yaml:4:48: error: workers[0].realms[0].roles[0].name: must be a letter, then letters,"
                        + " digits, _ . or -"),
                folder.lines(file));
    }

    private static Map<String, Object> properties(NodeFile file, String pid) {
        return file.configurations().stream()
                .filter(configured -> configured.pid().equals(pid))
                .findFirst()
                .orElseThrow()
                .properties();
    }
}
