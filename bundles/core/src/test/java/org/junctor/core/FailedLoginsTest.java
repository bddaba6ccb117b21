package org.junctor.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junctor.api.transport.Peer;
import org.junit.jupiter.api.Test;

/** Guessing of secrets. */
final class FailedLoginsTest {
    private static final Peer EVE = Peer.of("websocket", "10.0.0.1:1000");
    private static final Peer JOE = Peer.of("websocket", "10.0.0.2:1000");

    private final DrivenTimer time = new DrivenTimer();
    private final Counters counters = new Counters();
    private final FailedLogins subject = new FailedLogins(time, () -> TestRouter.LIMITS, counters);

    private void fail(int times, Peer peer, String authid) {
        for (int i = 0; i < times; i++) {
            subject.failed(peer, "realm1", authid);
        }
    }

    @Test
    void anAddressThatFailsTooOftenIsShutAndNoOther() {
        fail(19, EVE, "a");
        assertFalse(subject.shut(EVE));
        fail(1, Peer.of("rawsocket", "10.0.0.1:2000"), "b");

        assertTrue(subject.shut(EVE), "another port is the same address");
        assertFalse(subject.shut(JOE));
        assertEquals(1, counters.snapshot().get("auth.throttled"));
    }

    @Test
    void failuresAreForgivenWithTime() {
        fail(21, EVE, "a");

        time.pass(1_000);
        assertTrue(subject.shut(EVE));
        time.pass(1_001);
        assertFalse(subject.shut(EVE));
    }

    @Test
    void logInsUnderANameThatIsGuessedAtAreDelayedMoreAndMoreButNotForEver() {
        fail(2, EVE, "joe");
        assertEquals(0, subject.delayMs("realm1", "joe"));
        fail(1, EVE, "joe");
        assertEquals(100, subject.delayMs("realm1", "joe"));
        fail(1, EVE, "joe");
        assertEquals(200, subject.delayMs("realm1", "joe"));
        fail(1000, EVE, "joe");

        assertEquals(1000, subject.delayMs("realm1", "joe"));
        assertEquals(0, subject.delayMs("realm1", "eve"));
        assertEquals(0, subject.delayMs("realm2", "joe"));
        subject.succeeded("realm1", "joe");
        assertEquals(0, subject.delayMs("realm1", "joe"));
    }

    @Test
    void onlySoManyAreRemembered() {
        fail(20, EVE, "joe");
        for (int i = 0; i < 49; i++) {
            subject.failed(Peer.of("websocket", "10.0.1." + i + ":1"), "realm1", "name " + i);
        }
        assertTrue(subject.shut(EVE), "it was looked at last");
        for (int i = 0; i < 50; i++) {
            subject.failed(Peer.of("websocket", "10.0.2." + i + ":1"), "realm1", "name " + i);
        }

        assertFalse(subject.shut(EVE), "who was quiet longest is forgotten");
    }

    @Test
    void aNetworkIsOneAddressAndPeersOfThisMachineHaveNone() {
        assertEquals("10.0.0.1", FailedLogins.address(EVE));
        assertEquals(
                FailedLogins.address(Peer.of("websocket", "[2001:db8:1:2:3:4:5:6]:80")),
                FailedLogins.address(Peer.of("websocket", "[2001:db8:1:2:ffff:0:0:1]:81")));
        assertNull(FailedLogins.address(Peer.of("local", "local")));
        assertNull(FailedLogins.address(Peer.of("rawsocket", "unix")));
        fail(100, Peer.of("rawsocket", "unix"), "a");
        assertFalse(subject.shut(Peer.of("rawsocket", "unix")));
    }
}
