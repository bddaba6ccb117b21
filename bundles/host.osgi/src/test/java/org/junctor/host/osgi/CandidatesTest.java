package org.junctor.host.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientConfig;
import org.junctor.api.client.WampComponent;
import org.junctor.testing.FakeClients;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

/** Which component services are got and given back. */
final class CandidatesTest {
    private final List<String> log = new ArrayList<>();
    private final DrivenThread thread = new DrivenThread();
    private final Mailbox mailbox = new Mailbox(thread);
    private final Host host = new Host(
            new Settings("c1", "org.x.A", new ClientConfig(URI.create("local:r"), "realm1", "json"), "/node/plugins/"),
            new FakeClients(),
            mailbox,
            new FakeTimer());
    private final Candidates candidates = new Candidates("org.x.A", mailbox, host);

    @Test
    void onlyTheNamedComponentIsMade() {
        candidates.add(new Service("b"), named("org.x.B"));
        candidates.add(new Service("a"), named("org.x.A"));
        candidates.add(new Service("other a"), named("org.x.A"));
        thread.run();

        assertEquals(List.of("got a"), log);
        assertEquals("there are org.x.A, org.x.A, org.x.B", candidates.describe());
    }

    @Test
    void componentIsMadeOnItsOwnThread() {
        candidates.add(new Service("a"), named("org.x.A"));

        assertEquals(List.of(), log);
    }

    @Test
    void nextProviderTakesOverFromOneThatGoes() {
        Service first = new Service("first");
        candidates.add(first, named("org.x.A"));
        candidates.add(new Service("second"), named("org.x.A"));
        thread.run();

        CountDownLatch done = candidates.remove(first);
        assertEquals(1, done.getCount());
        thread.run();

        assertEquals(0, done.getCount());
        assertEquals(List.of("got first", "gave back first", "got second"), log);
    }

    @Test
    void serviceThatIsNotUsedGoesAtOnce() {
        Service other = new Service("b");
        candidates.add(other, named("org.x.B"));

        assertEquals(0, candidates.remove(other).getCount());
        assertEquals("there are no components at all", candidates.describe());
    }

    @Test
    void closingGivesBackAndNobodyWaitsAfterwards() throws InterruptedException {
        Service service = new Service("a");
        candidates.add(service, named("org.x.A"));

        candidates.close();
        mailbox.close(1_000);

        assertEquals(List.of("got a", "gave back a"), log);
        assertEquals(0, candidates.remove(service).getCount());
    }

    @Test
    void componentThatCannotBeMadeIsAProblemOfThePart() {
        candidates.add(new Service("broken", null), named("org.x.A"));
        thread.run();

        assertEquals("its activation failed, see the log", host.details().get("problem"));
    }

    private static Map<String, Object> named(String name) {
        return Map.of("component.name", name);
    }

    /** A service that says when it is got and given back. */
    private final class Service implements ComponentServiceObjects<WampComponent> {
        private final String name;
        private final @Nullable WampComponent component;

        Service(String name) {
            this(name, new Recorder());
        }

        Service(String name, @Nullable WampComponent component) {
            this.name = name;
            this.component = component;
        }

        @Override
        public @Nullable WampComponent getService() {
            log.add("got " + name);
            return component;
        }

        @Override
        public void ungetService(WampComponent service) {
            log.add("gave back " + name);
        }

        @Override
        public ServiceReference<WampComponent> getServiceReference() {
            throw new UnsupportedOperationException();
        }
    }
}
