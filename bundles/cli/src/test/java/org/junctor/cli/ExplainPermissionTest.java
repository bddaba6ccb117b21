package org.junctor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExplainPermissionTest {
    @TempDir
    private Path node = Path.of(".");

    @BeforeEach
    void writeNode() throws IOException {
        write("realm1");
    }

    private void write(String... realms) throws IOException {
        StringBuilder text = new StringBuilder("version: 2\nworkers:\n  - type: router\n    realms:\n");
        for (String realm : realms) {
            text.append("      - name: ")
                    .append(realm)
                    .append(
                            """

                                    roles:
                                      - name: user
                                        permissions:
                                          - {uri: com.app.*, allow: {call: true, subscribe: true}}
                                          - {uri: com.app.secret, deny: {subscribe: true}}
                                      - {name: asks, authorizer: com.authorize}
                            """);
        }
        Files.writeString(node.resolve("config.yaml"), text);
    }

    private Called explain(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "explain-permission";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new Called.From(node).call(all);
    }

    @Test
    void namesTheRuleAndItsLine() {
        Called allowed = explain("user", "call", "com.app.add");

        assertEquals(0, allowed.exitCode(), allowed::toString);
        assertTrue(allowed.out().startsWith("allowed: roles[0].permissions[0] decides"), allowed::out);
        assertTrue(allowed.out().contains("config.yaml:9:"), allowed::out);
    }

    @Test
    void deniedIsSix() {
        assertEquals(6, explain("user", "register", "com.app.add").exitCode());
        assertEquals(6, explain("user", "call", "com.other").exitCode());
        assertEquals(6, explain("nobody", "call", "com.app.add").exitCode());
    }

    @Test
    void aPatternIsExplainedByAnExample() {
        Called denied = explain("user", "subscribe", "com.app.", "--match", "prefix");

        assertEquals(6, denied.exitCode(), denied::toString);
        assertTrue(denied.out().contains("also matches com.app.secret"), denied::out);
        assertEquals(
                0,
                explain("user", "subscribe", "com.app.x", "--match", "prefix").exitCode());
    }

    @Test
    void theAuthorizerIsNamedAndGivesSeven() {
        Called asked = explain("asks", "call", "com.app.add");

        assertEquals(7, asked.exitCode(), asked::toString);
        assertTrue(asked.out().contains("com.authorize"), asked::out);
    }

    @Test
    void jsonHasEverything() {
        Called allowed = explain("user", "call", "com.app.add", "-o", "json");

        assertTrue(
                allowed.out()
                        .startsWith(
                                "{\"outcome\":\"allowed\",\"realm\":\"realm1\",\"role\":\"user\",\"action\":\"call\","
                                        + "\"uri\":\"com.app.add\",\"match\":\"exact\",\"place\":\"roles[0].permissions[0]\",\"rule\":\"prefix"
                                        + " com.app.\""),
                allowed::out);
        assertTrue(allowed.out().contains("\"line\":9"), allowed::out);
    }

    @Test
    void withSeveralRealmsOneIsNamed() throws IOException {
        write("realm1", "realm2");

        Called which = explain("user", "call", "com.app.add");
        assertEquals(2, which.exitCode());
        assertTrue(which.err().contains("[realm1, realm2]"), which::err);
        assertEquals(
                0, explain("user", "call", "com.app.add", "--realm", "realm2").exitCode());
        assertEquals(
                2, explain("user", "call", "com.app.add", "--realm", "other").exitCode());
    }

    @Test
    void whatIsNotUnderstoodIsSaid() {
        assertEquals(2, explain("user", "look", "com.app.add").exitCode());
        assertEquals(2, explain("user", "call", "com.app.", "--match", "prefix").exitCode());
        assertEquals(
                2, explain("user", "subscribe", "com.app.", "--match", "regex").exitCode());
    }

    @Test
    void aFileWithErrorsIsNotExplained() throws IOException {
        Files.writeString(node.resolve("config.yaml"), "version: 3");

        Called failed = explain("user", "call", "com.app.add");

        assertEquals(3, failed.exitCode(), failed::toString);
    }
}
