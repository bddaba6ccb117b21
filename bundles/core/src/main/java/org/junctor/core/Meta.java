package org.junctor.core;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Call;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Result;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The router's own procedures in a realm, by URI. Each family of them (sessions, subscriptions …) is a class that offers its own. */
final class Meta {
    private static final Logger LOG = LoggerFactory.getLogger(Meta.class);

    /** How many answers that take time one session may wait for; then its next request waits, until the last of them is there. */
    private static final int SLOW_MAX = 16;

    private final Map<String, Procedure> procedures = new HashMap<>();
    private final Map<String, SlowProcedure> slowProcedures = new HashMap<>();

    /** A procedure that answers at once, with the arguments of RESULT. Called on the thread that read the call. */
    @FunctionalInterface
    interface Procedure {
        List<? extends @Nullable Object> answer(MetaCall call) throws Refusal;
    }

    /** A procedure that answers later; it fails with a {@link Refusal}, also within a {@link CompletionException}. */
    @FunctionalInterface
    interface SlowProcedure {
        CompletionStage<? extends List<? extends @Nullable Object>> answer(MetaCall call) throws Refusal;
    }

    /** Offers a procedure; only while the realm is made. */
    void offer(String uri, Procedure procedure) {
        procedures.put(uri, procedure);
    }

    /** Offers a procedure that answers later; only while the realm is made. */
    void offerSlow(String uri, SlowProcedure procedure) {
        slowProcedures.put(uri, procedure);
    }

    /** Answers a call of a procedure whose URI is reserved for the router. */
    void call(Session caller, Call message) {
        Serializer serializer = caller.slot().serializer();
        if (serializer == null) {
            caller.error(Call.TYPE, message.request(), Reason.UNAVAILABLE, "");
            return;
        }
        try {
            Procedure procedure = procedures.get(message.procedure());
            if (procedure != null) {
                result(caller, message.request(), procedure.answer(MetaCall.of(caller, serializer, message)));
            } else {
                later(caller, message.request(), slow(message), MetaCall.of(caller, serializer, message));
            }
        } catch (Refusal e) {
            caller.error(Call.TYPE, message.request(), e.uri, e.text());
        }
    }

    private SlowProcedure slow(Call message) throws Refusal {
        SlowProcedure slow = slowProcedures.get(message.procedure());
        if (slow == null) {
            String text = "the router has no procedure " + PeerLog.shown(message.procedure());
            throw new Refusal(Reason.NO_SUCH_PROCEDURE, text);
        }
        return slow;
    }

    private static void later(Session caller, long request, SlowProcedure procedure, MetaCall call) {
        // Held before the answer can come, so that whoever brings the answer lets the session go on.
        boolean last = caller.answers.incrementAndGet() >= SLOW_MAX;
        if (last) {
            caller.link.inbox().hold(Inbox.ANSWERS, caller);
        }
        CompletionStage<?> unused = begin(procedure, call).whenComplete((result, failure) -> {
            if (failure == null) {
                result(caller, request, result);
            } else {
                failed(caller, request, failure);
            }
            caller.answers.decrementAndGet();
            if (last) {
                caller.link.inbox().release(Inbox.ANSWERS, caller);
            }
        });
    }

    private static CompletionStage<? extends List<? extends @Nullable Object>> begin(
            SlowProcedure procedure, MetaCall call) {
        try {
            return procedure.answer(call);
        } catch (Refusal e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void failed(Session caller, long request, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof Refusal refusal) {
            caller.error(Call.TYPE, request, refusal.uri, refusal.text());
        } else {
            LOG.error("A procedure of the router failed for session {}", caller, cause);
            caller.error(Call.TYPE, request, Reason.UNAVAILABLE, "the procedure failed in the router");
        }
    }

    private static void result(Session caller, long request, List<? extends @Nullable Object> arguments) {
        Serializer serializer = caller.slot().serializer();
        if (serializer == null) {
            caller.error(Call.TYPE, request, Reason.UNAVAILABLE, "");
            return;
        }
        Payload payload = Values.payload(serializer, arguments, Map.of());
        caller.send(new Result(request, Options.EMPTY, payload), payload);
    }
}
