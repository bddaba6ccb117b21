package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junctor.api.message.Goodbye;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Welcome;
import org.junctor.api.operation.PartFailure;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Configured realms. */
final class RealmPartTest {
    private static final int CONFIGURATION_DELETED = 4;
    private static final int BUNDLE_STOPPED = 6;

    private final TestRouter router = new TestRouter();

    @Test
    void opensItsRealmAndSaysSo() throws Exception {
        RealmPart part = part("realm2", "anonymous");

        FakePeer peer = join("realm2");

        assertEquals("realm realm2 started", started(part).get());
        assertEquals("org.junctor.core.realm~x", part.pid());
        assertEquals("realm", part.kind());
        assertEquals("running", part.state());
        assertEquals(Map.of("name", "realm2", "sessions", 1), part.details());
        assertTrue(router.core.realms().contains("realm2"));
        peer.next(Welcome.class);
    }

    @Test
    void rolesMayChange() {
        RealmPart part = part("realm2", "other");
        FakePeer early = join("realm2");

        part.modified(config("realm2", "other", "anonymous"));

        assertTrue(early.closed() != null);
        join("realm2").next(Welcome.class);
    }

    @Test
    void policiesForSlowSubscribersMayChange() {
        RealmPart part = new RealmPart(
                router.core,
                config("realm2", new String[] {"anonymous=conflate"}, "anonymous"),
                Map.of("service.pid", "org.junctor.core.realm~x"));
        FakePeer slow = join("realm2");
        slow.next(Welcome.class);
        TestRouter.subscribe(slow, 1, "com.example.topic");
        slow.takeOnly(0);
        FakePeer publisher = join("realm2");
        publisher.next(Welcome.class);

        publisher.send(TestRouter.publish(1, "com.example.topic", "old"));
        publisher.send(TestRouter.publish(2, "com.example.topic", "new"));
        slow.takeAll();
        part.modified(config("realm2", "anonymous"));
        slow.takeOnly(0);
        publisher.send(TestRouter.publish(3, "com.example.topic", "one"));
        publisher.send(TestRouter.publish(4, "com.example.topic", "two"));
        slow.takeAll();

        assertEquals(
                List.of("new", "one", "two"),
                slow.all().stream().map(TestRouter::argument).toList());
    }

    @Test
    void policyForSlowSubscribersThatIsNoneIsTheSafestOne() {
        SlowPolicy policy = SlowPolicy.of("drop", "slow.subscribers of realm realm2", SlowPolicy.DISCONNECT);

        assertEquals(SlowPolicy.DISCONNECT, policy);
    }

    @Test
    void secondRealmOfTheSameNameFailsAndTheFirstGoesOn() {
        RealmPart part = part(TestRouter.REALM, "anonymous");

        ExecutionException failure =
                assertThrows(ExecutionException.class, () -> started(part).get());

        PartFailure cause = assertInstanceOf(PartFailure.class, failure.getCause());
        assertEquals(PartFailure.Cause.CONFIGURATION, cause.kind());
        assertEquals("failed", part.state());
        part.stop(CONFIGURATION_DELETED);
        router.join();
    }

    @Test
    void realmNameThatIsNoUriFails() {
        assertEquals("failed", part("not a uri").state());
        assertEquals("failed", part("").state());
    }

    @Test
    void deletedConfigurationClosesTheRealm() {
        RealmPart part = part("realm2", "anonymous");
        FakePeer peer = join("realm2");
        peer.next(Welcome.class);

        part.stop(CONFIGURATION_DELETED);

        assertEquals(Reason.CLOSE_REALM, peer.next(Goodbye.class).reason());
        assertEquals(0, router.core.sessions("realm2").size());
    }

    @Test
    void stoppedBundleLeavesTheGoodbyeToTheCore() {
        RealmPart part = part("realm2", "anonymous");
        FakePeer peer = join("realm2");
        peer.next(Welcome.class);

        part.stop(BUNDLE_STOPPED);
        peer.nothing();
        router.core.stop();

        assertEquals(Reason.SYSTEM_SHUTDOWN, peer.next(Goodbye.class).reason());
    }

    private RealmPart part(String name, String... roles) {
        return new RealmPart(router.core, config(name, roles), Map.of("service.pid", "org.junctor.core.realm~x"));
    }

    private FakePeer join(String realm) {
        return router.connect().send(new Hello(realm, TestRouter.hello().details()));
    }

    private static CompletableFuture<String> started(RealmPart part) {
        return part.started().toCompletableFuture();
    }

    private static RealmPart.Config config(String name, String... roles) {
        return config(name, new String[0], roles);
    }

    @SuppressWarnings("BadAnnotationImplementation") // nobody compares it
    private static RealmPart.Config config(String name, String[] slow, String... roles) {
        return new RealmPart.Config() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String[] roles() {
                return roles;
            }

            @Override
            public String[] slow_subscribers() {
                return slow;
            }

            @Override
            public String store() {
                return "";
            }

            @Override
            public String permissions_digest() {
                return "";
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return RealmPart.Config.class;
            }
        };
    }
}
