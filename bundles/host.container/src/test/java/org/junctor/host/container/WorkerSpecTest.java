package org.junctor.host.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WorkerSpecTest {
    private static final String UNIX =
            """
            {"type": "rawsocket", "endpoint": {"type": "unix", "path": "router.sock"}}""";

    private static Map<String, Object> properties(Path node, @Nullable String options, @Nullable String components) {
        Map<String, Object> all = new HashMap<>();
        all.put("service.pid", "org.junctor.host.container~w2");
        all.put("id", "w2");
        all.put("node.directory", node.toString());
        if (options != null) {
            all.put("options", options);
        }
        if (components != null) {
            all.put("components", components);
        }
        return all;
    }

    private static String component(String transport) {
        return """
                [{"type": "class", "classname": "org.x.Tick", "realm": "realm1", "transport": %s}]"""
                .formatted(transport);
    }

    private static String refused(@Nullable String options, @Nullable String components) {
        PartFailure failure =
                assertThrows(PartFailure.class, () -> WorkerSpec.of(properties(Path.of("/n"), options, components)));
        assertEquals(PartFailure.Cause.CONFIGURATION, failure.kind());
        assertTrue(String.valueOf(failure.getMessage()).startsWith("worker w2"));
        return String.valueOf(failure.getMessage());
    }

    @Test
    void aWorkerIsReadFromItsConfiguration() throws PartFailure {
        WorkerSpec worker = WorkerSpec.of(properties(
                Path.of("/n"),
                """
                {"restart": "restart-always", "shutdown": "shutdown-manual", "java_options": ["-Xmx128m"],
                 "env": {"inherit": ["PATH"], "vars": {"A": "b"}}}""",
                component(UNIX)));

        assertEquals("w2", worker.id());
        assertEquals(RestartPolicy.ALWAYS, worker.options().restart());
        assertEquals(List.of("-Xmx128m"), worker.options().javaOptions());
        assertEquals(
                new ComponentSpec(
                        "org.junctor.host.osgi~w2.c1",
                        "c1",
                        "org.x.Tick",
                        "realm1",
                        null,
                        Map.of(),
                        "unix:///n/router.sock"),
                worker.components().get(0));
        Map<String, String> environment = new HashMap<>(Map.of("PATH", "/bin", "SECRET", "x"));
        worker.options().environment().apply(environment);
        assertEquals(Map.of("PATH", "/bin", "A", "b"), environment);
    }

    @Test
    void aWorkerWithoutOptionsAndComponentsIsOne() throws PartFailure {
        WorkerSpec worker = WorkerSpec.of(properties(Path.of("/n"), null, null));

        assertEquals(List.of(), worker.components());
        assertEquals(RestartPolicy.ON_FAILED, worker.options().restart());
        Map<String, String> environment = new HashMap<>(Map.of("PATH", "/bin"));
        worker.options().environment().apply(environment);
        assertEquals(Map.of("PATH", "/bin"), environment);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'rawsocket','endpoint':{'type':'unix','path':'/run/a b.sock'}}|unix:///run/a%20b.sock",
                "{'type':'rawsocket','endpoint':{'type':'tcp','host':'router','port':8081}}|tcp://router:8081",
                "{'type':'rawsocket','endpoint':{'type':'tcp','port':8081}}|tcp://127.0.0.1:8081",
                "{'type':'rawsocket','endpoint':{'type':'tcp','host':'::1','port':8081}}|tcp://[::1]:8081",
                "{'type':'websocket','url':'ws://localhost:8080/ws'}|ws://localhost:8080/ws",
                "{'type':'websocket','url':'ws://x:1/ws?a=b','endpoint':{'type':'tcp','host':'h','port':2}}|ws://h:2/ws?a=b",
                "{'type':'websocket','url':'wss://x/ws','endpoint':{'type':'tcp','host':'h','port':2,'tls':{}}}|wss://x/ws"
            })
    void aTransportBecomesTheUrlOfAClient(String transport, String url) throws PartFailure {
        WorkerSpec worker = WorkerSpec.of(properties(Path.of("/n"), null, component(transport.replace('\'', '"'))));

        assertEquals(url, worker.components().get(0).url());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null|transport is missing",
                "{}|transport.type is",
                "{'type':'mqtt'}|transport.type is \"mqtt\"",
                "{'type':'rawsocket'}|transport.endpoint.type is",
                "{'type':'rawsocket','endpoint':{'type':'unix'}}|transport.endpoint.path is missing",
                "{'type':'rawsocket','endpoint':{'type':'tcp','port':70000}}|transport.endpoint.port must be",
                "{'type':'rawsocket','endpoint':{'type':'tcp','host':'a/b','port':7}}|transport.endpoint.host is",
                "{'type':'rawsocket','endpoint':{'type':'tcp','port':7,'tls':{}}}|transport.endpoint.tls is not supported",
                "{'type':'websocket','endpoint':{'type':'unix','path':'x'}}|use a transport of the type \"rawsocket\"",
                "{'type':'websocket'}|transport.url is missing",
                "{'type':'websocket','url':'http://x/'}|transport.url is \"http://x/\"",
                "{'type':'websocket','url':'ws://a b/'}|transport.url is no URL"
            })
    void aTransportThatIsWrongIsNamed(String transport, String why) {
        String message = refused(null, component(transport.replace('\'', '"')));

        assertTrue(message.contains(why), message);
        assertTrue(message.contains("component c1"), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'restart':'restart-failed'}|it is one of restart-always, restart-on-failed, restart-never",
                "{'shutdown':1}|options.shutdown is \"1\"; it is one of shutdown-manual,",
                "{'restart_delay_min_ms':0}|options.restart_delay_min_ms must be a number above 0",
                "{'stop_timeout_ms':'x'}|options.stop_timeout_ms must be a number above 0",
                "{'java_options':'-Xmx1g'}|options.java_options must be a list",
                "{'java_options':['org.x.Main']}|which is no option of Java",
                "{|cannot be read"
            })
    void anOptionThatIsWrongIsNamed(String options, String why) {
        String message = refused(options.replace('\'', '"'), null);

        assertTrue(message.contains(why), message);
    }

    @Test
    void aComponentThatIsWrongIsNamed() {
        assertTrue(refused(null, "[1]").contains("no object: number 1"));
        assertTrue(refused(null, "[{\"classname\": \"a\"}]").contains("component c1 lacks the key \"realm\""));
        assertTrue(refused(null, "[{\"type\": \"function\"}]").contains("the type \"function\""));
        String one = component(UNIX).replace("\"type\": \"class\"", "\"id\": \"c\", \"type\": \"class\"");
        String two = "[" + one.substring(1, one.length() - 1) + "," + one.substring(1);
        assertTrue(refused(null, two).contains("two components with the id c"));
    }

    @Test
    void theFileOfTheWorkerHoldsItsConfigurations(@TempDir Path node) throws Exception {
        WorkerSpec worker = WorkerSpec.of(properties(
                node,
                null,
                """
                [{"type": "class", "id": "tick", "classname": "org.x.Tick", "realm": "realm1", "role": "r",
                  "extra": {"period": 5, "on": true, "list": [1]}, "transport": %s}]"""
                        .formatted(UNIX)));

        Path file = WorkerFile.write(worker);
        Path again = WorkerFile.write(worker);

        assertEquals(file, again);
        assertEquals(node.resolve(".cache/workers/w2"), file.getParent());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        JsonNode all = new ObjectMapper().readTree(file.toFile());
        JsonNode component = all.get("org.junctor.host.osgi~w2.tick");
        assertEquals("tick", component.get("id").textValue());
        assertEquals("org.x.Tick", component.get("classname").textValue());
        assertEquals("realm1", component.get("realm").textValue());
        assertEquals("r", component.get("role").textValue());
        assertEquals(
                "unix://" + node.resolve("router.sock"), component.get("url").textValue());
        assertEquals(
                "{\"period\":5,\"on\":true,\"list\":[1]}",
                component.get("extra").textValue());
        JsonNode own = all.get("org.x.Tick");
        assertEquals(5, own.get("period").intValue());
        assertTrue(own.get("on").booleanValue());
        assertEquals("[1]", own.get("list").textValue());
        assertEquals(node.toString(), own.get("node.directory").textValue());
    }

    @Test
    void theCommandStartsTheLauncherOfTheDistribution(@TempDir Path folder) throws PartFailure, IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path node = Files.createDirectories(folder.resolve("node"));
        WorkerSpec worker = WorkerSpec.of(properties(node, null, component(UNIX)));
        PartFailure failure = assertThrows(PartFailure.class, () -> WorkerCommand.of(worker, home.toString()));
        assertTrue(String.valueOf(failure.getMessage()).contains("junctor.home"));
        assertThrows(PartFailure.class, () -> WorkerCommand.of(worker, null));

        Files.createDirectories(home.resolve("lib"));
        WorkerProcess.Command command = WorkerCommand.of(worker, home.toString());

        List<String> line = command.arguments();
        assertEquals(node, command.directory());
        assertTrue(line.contains("-Djunctor.feature=worker"), line.toString());
        assertTrue(line.contains("-Djunctor.home=" + home));
        assertTrue(line.contains("-Djunctor.node=" + node));
        assertTrue(line.contains("-Djunctor.worker=" + node.resolve(".cache/workers/w2/configurations.json")));
        assertEquals(
                List.of("-cp", home.resolve("lib") + "/*", "org.junctor.distribution.Launcher"),
                line.subList(line.size() - 3, line.size()));
        assertFalse(String.join(" ", line).contains("realm1"));
    }
}
