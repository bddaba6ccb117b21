package org.junctor.host.osgi;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junctor.api.client.ClientFactory;
import org.junctor.api.client.ClientSession;
import org.junctor.api.client.WampComponent;
import org.junctor.api.client.WampException;
import org.junctor.api.message.Reason;
import org.junctor.api.operation.PartFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one component in a session: connects while the component is there, connects again when the session is lost, and leaves when
 * the component goes. Every attempt has a number; what an earlier one still brings is ignored.
 */
final class Host {
    static final long START_MS = 10_000;
    static final long FIRST_RETRY_MS = 100;
    static final long MIN_BACK_OFF_MS = 1_000;
    static final long MAX_BACK_OFF_MS = 60_000;

    private static final Logger LOG = LoggerFactory.getLogger(Host.class);

    private final Settings settings;
    private final ClientFactory clients;
    private final Mailbox mailbox;
    private final Timer timer;
    private final CompletableFuture<String> started = new CompletableFuture<>();

    private @Nullable WampComponent component;
    private @Nullable ClientSession session;
    private long attempt;
    private boolean joined;
    private long backOffMs = MIN_BACK_OFF_MS;
    private long sessions;
    private String state = "waiting";
    private String problem = "";

    Host(Settings settings, ClientFactory clients, Mailbox mailbox, Timer timer) {
        this.settings = settings;
        this.clients = clients;
        this.mailbox = mailbox;
        this.timer = timer;
    }

    /**
     * Begins to wait for the component.
     *
     * @param present says which components there are, for the error text when this one does not come
     */
    void start(Supplier<String> present) {
        timer.after(START_MS, () -> giveUp(present));
    }

    CompletionStage<String> started() {
        return started.minimalCompletionStage();
    }

    synchronized String state() {
        return state;
    }

    synchronized Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("classname", settings.name());
        details.put("realm", settings.client().realm());
        details.put("sessions", sessions);
        if (session != null) {
            details.put("session", session.id());
        }
        if (!problem.isEmpty()) {
            details.put("problem", problem);
        }
        return details;
    }

    /** The component is there. */
    synchronized void found(WampComponent found) {
        if (state.equals("stopped")) {
            return;
        }
        component = found;
        problem = "";
        connect();
    }

    /** The component's service is there but gives no component. */
    synchronized void broken(String why) {
        problem = why;
        LOG.warn("{} cannot start: {}", settings, why);
    }

    /** The component is about to go, and is told so. Called on the mailbox's thread. */
    void gone() {
        WampComponent leaving;
        boolean tell;
        synchronized (this) {
            leaving = component;
            tell = joined;
            component = null;
            state = state.equals("stopped") ? state : "waiting";
            end("wamp.close.normal");
        }
        if (leaving != null && tell) {
            left(leaving, "the component's bundle stops");
        }
    }

    /** The configuration is gone, or this bundle stops. */
    synchronized void stop() {
        WampComponent leaving = component;
        boolean tell = joined;
        component = null;
        state = "stopped";
        end(Reason.SYSTEM_SHUTDOWN);
        if (leaving != null && tell) {
            mailbox.enqueue(() -> left(leaving, "the component is stopped"));
        }
        started.completeExceptionally(
                new PartFailure(PartFailure.Cause.INTERNAL, settings + " was stopped before it had started"));
    }

    private void connect() {
        long mine = ++attempt;
        state = "starting";
        clients.open(settings.client()).whenComplete((opened, failure) -> {
            if (opened == null) {
                failed(mine, failure);
            } else {
                opened(mine, opened);
            }
        });
    }

    private synchronized void opened(long mine, ClientSession opened) {
        WampComponent mineToo = component;
        if (mine != attempt || mineToo == null) {
            opened.leave("wamp.close.normal");
            return;
        }
        session = opened;
        sessions++;
        opened.closed().thenAccept(reason -> lost(mine, reason));
        new Methods(settings, mailbox)
                .offer(mineToo, opened)
                .thenCompose(done -> join(mine, mineToo, opened))
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        running(mine);
                    } else {
                        failed(mine, failure);
                    }
                });
    }

    private CompletionStage<?> join(long mine, WampComponent joining, ClientSession opened) {
        CompletableFuture<@Nullable Object> done = new CompletableFuture<>();
        mailbox.enqueue(() -> {
            synchronized (this) {
                if (mine != attempt) {
                    return;
                }
                joined = true;
            }
            try {
                joining.joined(opened).whenComplete((result, failure) -> {
                    if (failure == null) {
                        done.complete(null);
                    } else {
                        done.completeExceptionally(failure);
                    }
                });
            } catch (RuntimeException e) { // the component's bug, reported as its failure to start
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private synchronized void running(long mine) {
        if (mine != attempt) {
            return;
        }
        state = "running";
        problem = "";
        backOffMs = MIN_BACK_OFF_MS;
        String text = settings + " started in realm " + settings.client().realm();
        if (!started.complete(text)) {
            LOG.info("{}", text);
        }
    }

    private synchronized void failed(long mine, Throwable failure) {
        if (mine == attempt) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            again(
                    cause instanceof WampException || cause instanceof IOException
                            ? String.valueOf(cause.getMessage())
                            : String.valueOf(cause));
        }
    }

    private synchronized void lost(long mine, String reason) {
        if (mine == attempt) {
            again("its session ended: " + reason);
        }
    }

    /** Ends the attempt and plans the next one. Quick as long as the node starts: realm and listener may need a moment more. */
    private void again(String why) {
        problem = why;
        WampComponent leaving = component;
        if (leaving != null && joined) {
            mailbox.enqueue(() -> left(leaving, why));
        }
        end("wamp.close.normal");
        state = "waiting";
        boolean starting = !started.isDone();
        long delayMs = starting ? FIRST_RETRY_MS : backOffMs;
        if (starting) {
            LOG.debug("{} has no session yet: {}", settings, why);
        } else {
            backOffMs = Math.min(backOffMs * 2, MAX_BACK_OFF_MS);
            LOG.warn("{} has no session: {}. Trying again in {} s", settings, why, delayMs / 1_000);
        }
        long next = attempt;
        timer.after(delayMs, () -> retry(next));
    }

    private synchronized void retry(long planned) {
        if (planned == attempt && component != null) {
            connect();
        }
    }

    /** Ends the session of this attempt, if it is open; whatever comes of the attempt later is ignored. */
    private void end(String reason) {
        attempt++;
        joined = false;
        ClientSession leaving = session;
        session = null;
        if (leaving != null) {
            leaving.leave(reason);
        }
    }

    private void left(WampComponent leaving, String reason) {
        try {
            leaving.left(reason);
        } catch (RuntimeException e) { // the component's bug: it is leaving all the same
            LOG.warn("{} failed as it left", settings, e);
        }
    }

    private synchronized void giveUp(Supplier<String> present) {
        if (started.isDone()) {
            return;
        }
        String why = component == null && problem.isEmpty()
                ? "not found within " + START_MS / 1_000 + " s: put its bundle into " + settings.plugins()
                        + " and give the name of a component that provides " + WampComponent.class.getName() + " ("
                        + present.get() + ")"
                : "not started within " + START_MS / 1_000 + " s: " + problem;
        state = "failed";
        started.completeExceptionally(new PartFailure(PartFailure.Cause.CONFIGURATION, settings + " " + why));
    }
}
