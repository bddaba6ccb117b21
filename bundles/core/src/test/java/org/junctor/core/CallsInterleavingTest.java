package org.junctor.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junctor.api.message.Call;
import org.junctor.api.message.Cancel;
import org.junctor.api.message.Error;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Register;
import org.junctor.api.message.Registered;
import org.junctor.api.message.Result;
import org.junctor.api.message.Welcome;
import org.junctor.api.message.Yield;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Match;
import org.junctor.testing.FakePeer;
import org.junit.jupiter.api.Test;

/** Calls that are answered, canceled and given up at the same time. */
final class CallsInterleavingTest {
    private static final String PROCEDURE = "com.myapp.procedure";

    @Test
    void aCallHasOneAnswer() {
        Interleavings.check(AtOnce.class, 3);
    }

    @Test
    void aCallThatWaitsForItsTurnHasOneAnswer() {
        Interleavings.check(OneByOne.class, 3);
    }

    @Test
    void aCallThatOneCalleeCannotAnswerIsGivenToTheOther() {
        Interleavings.check(InTurn.class, 3);
    }

    /** Two callees in turn, one of which has passed a call on while others are called. */
    public static final class InTurn {
        private final Registration registration =
                new Registration(1, Match.EXACT, PROCEDURE, InvocationPolicy.ROUNDROBIN, 0);
        private final PendingCall fresh;
        private final PendingCall passedOn;

        /** With the callees' sessions. */
        public InTurn() throws ProtocolViolation {
            TestRouter router = new TestRouter();
            FakePeer peer = router.join();
            Session session = router.realm.sessions().iterator().next();
            Callee.Terms terms = new Callee.Terms(InvocationPolicy.ROUNDROBIN, 0, false, false, false);
            registration.add(new Callee(session, registration, terms), session.realm.context());
            registration.add(new Callee(session, registration, terms), session.realm.context());
            fresh = call(session);
            passedOn = call(session);
            passedOn.avoid(registration.callees()[0]);
            peer.nothing();
        }

        /** Whether somebody is found. */
        @Operation
        public boolean anyone() {
            return registration.choose(fresh) != null;
        }

        /** Whether the other one is found. */
        @Operation
        public boolean theOther() {
            return registration.choose(passedOn) == registration.callees()[1];
        }

        private PendingCall call(Session session) throws ProtocolViolation {
            Call message = new Call(1, Options.EMPTY, PROCEDURE, Payload.EMPTY);
            return new PendingCall(session, message, registration, Decision.ALLOW, TestRouter.CALL_LIMITS);
        }
    }

    /** A callee that gets all calls at once. */
    public static final class AtOnce extends Calls {
        /** With any number of calls. */
        public AtOnce() {
            super(Options.EMPTY);
        }
    }

    /** A callee that gets one call after the other. */
    public static final class OneByOne extends Calls {
        /** With a queue. */
        public OneByOne() {
            super(Options.of("concurrency", 1L));
        }
    }

    /** One callee, two callers, and the clock. */
    public abstract static class Calls {
        private final TestRouter router = new TestRouter();
        private final FakePeer callee = join();
        private final Caller first = new Caller(join());
        private final Caller second = new Caller(join());
        private final Deque<Long> asked = new ArrayDeque<>();

        Calls(Options options) {
            callee.send(new Register(1, options, PROCEDURE));
            callee.next(Registered.class);
        }

        /** A caller, with what it sent and what it got. */
        private record Caller(FakePeer peer, List<Long> sent) {
            Caller(FakePeer peer) {
                this(peer, new ArrayList<>());
            }

            void call() {
                long request = sent.size() + 1L;
                sent.add(request);
                Options options = Options.of("timeout", 1000L);
                peer.send(new Call(request, options, PROCEDURE, Payload.EMPTY));
            }

            void cancel() {
                if (!sent.isEmpty()) {
                    peer.send(new Cancel(sent.size(), Options.of("mode", "killnowait")));
                }
            }

            List<Long> answered() {
                List<Long> answered = new ArrayList<>();
                for (Message message : peer.all()) {
                    answered.add(message instanceof Result result ? result.request() : ((Error) message).request());
                }
                Collections.sort(answered);
                return answered;
            }
        }

        /** One more call. */
        @Operation(nonParallelGroup = "first")
        public void firstCalls() {
            first.call();
        }

        /** Takes the last one back. */
        @Operation(nonParallelGroup = "first")
        public void firstCancels() {
            first.cancel();
        }

        /** One more call. */
        @Operation(nonParallelGroup = "second")
        public void secondCalls() {
            second.call();
        }

        /** Answers the oldest call that it has. */
        @Operation(nonParallelGroup = "callee")
        public void answers() {
            hear();
            Long invocation = asked.poll();
            if (invocation != null) {
                callee.send(new Yield(invocation, Options.EMPTY, Payload.EMPTY));
            }
        }

        /** Every call's time is over. */
        @Operation(nonParallelGroup = "clock")
        public void timePasses() {
            router.time.pass(1000);
        }

        /** Once the callee has answered what is left, each call has one answer. */
        @Validate
        public void oneAnswerEach() {
            hear();
            while (!asked.isEmpty()) {
                answers();
                hear();
            }
            expect(first);
            expect(second);
            if (router.core.callsInFlight() != 0) {
                throw new IllegalStateException(router.core.callsInFlight() + " calls are left");
            }
        }

        private static void expect(Caller caller) {
            List<Long> answered = caller.answered();
            if (!answered.equals(caller.sent())) {
                throw new IllegalStateException("called " + caller.sent() + ", answered " + answered);
            }
        }

        private void hear() {
            for (Message message : callee.all()) {
                if (message instanceof Invocation invocation) {
                    asked.add(invocation.request());
                }
            }
        }

        private FakePeer join() {
            FakePeer peer = new FakePeer(TestRouter.JSON).connect(router.core);
            peer.send(TestRouter.hello(Map.of("caller", Map.of(), "callee", Map.of())));
            peer.next(Welcome.class);
            return peer;
        }
    }
}
