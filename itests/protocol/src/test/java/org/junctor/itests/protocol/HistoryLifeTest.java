package org.junctor.itests.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the history of a realm with a file when the node is back. */
final class HistoryLifeTest {
    private static final String TOPIC = Router.PAST + "life";

    @TempDir
    Path folder = Path.of(".");

    private final List<Node> nodes = new ArrayList<>();
    private final List<Session> sessions = new ArrayList<>();

    @AfterEach
    void stop() {
        sessions.forEach(Session::close);
        nodes.forEach(Node::close);
    }

    private Node start() {
        Node node = Node.in(folder).start();
        nodes.add(node);
        return node;
    }

    private Session join(NodeFile file) {
        Session session = Session.join(WebSocketPeer.connect(file.webUrl("/ws")), Router.HISTORY);
        sessions.add(session);
        return session;
    }

    private NodeFile file() {
        return NodeFile.plain(folder)
                .durableRealm(Router.HISTORY)
                .webTransport()
                .write();
    }

    private static List<Integer> past(Session reader) {
        long subscription = reader.subscribe(Router.PAST, "prefix");
        JsonNode events = reader.result("wamp.subscription.get_events", subscription);
        List<Integer> numbers = new ArrayList<>();
        events.forEach(event -> numbers.add(event.path("args").path(0).asInt()));
        return numbers;
    }

    @Test
    void H01_theHistorySurvivesAnOrderlyStop() {
        NodeFile file = file();
        start();
        Session publisher = join(file);
        for (int i = 0; i < 20; i++) {
            publisher.publish(TOPIC, i);
        }

        nodes.get(0).run("stop").ok();
        nodes.get(0).awaitExit();
        start();

        List<Integer> past = past(join(file));
        assertEquals(20, past.size(), past::toString);
        assertEquals(19, past.get(19));
    }

    @Test
    void H01_whatWasAcknowledgedSurvivesKill9() throws InterruptedException {
        NodeFile file = file();
        Node node = start();
        Session publisher = join(file);
        List<Long> requests = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            requests.add(publisher.request(Type.PUBLISH, Map.of("acknowledge", true), TOPIC, List.of(i)));
        }
        int acknowledged = 0;
        for (long request : requests.subList(0, 150)) {
            publisher.answer(Type.PUBLISHED, request);
            acknowledged++;
        }

        node.process().destroyForcibly().waitFor();
        start();

        List<Integer> past = past(join(file));
        for (int i = 0; i < acknowledged; i++) {
            assertEquals(i, past.get(i), past::toString);
        }
    }
}
