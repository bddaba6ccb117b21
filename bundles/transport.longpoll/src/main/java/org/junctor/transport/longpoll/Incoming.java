package org.junctor.transport.longpoll;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.Receiver;
import org.junctor.api.wire.BatchFraming;
import org.junctor.http.api.PartialMessage;

/**
 * Messages of a client that the router has not taken yet. A request is answered when the router has taken all that it brought and reads
 * on, so that a client that waits for answers feels the router's push-back. Its connection guards it.
 */
final class Incoming {
    private final Settings settings;
    private final Deque<Send> arrived = new ArrayDeque<>();
    private @Nullable BatchFraming framing;
    private @Nullable Send current;
    private boolean paused;

    Incoming(Settings settings, Protocol protocol) {
        this.settings = settings;
        this.framing = protocol.batched() ? BatchFraming.of(protocol.serializer()) : null;
    }

    /** How messages of a batch are told apart, as the client does it; null without batches. */
    @Nullable
    BatchFraming framing() {
        return framing;
    }

    void add(Exchange exchange, PartialMessage body, Runnable release) {
        BatchFraming known = framing;
        if (known != null && body.length() > 0) {
            framing = known.answering(body.array()[body.offset() + body.length() - 1]);
        }
        arrived.add(new Send(exchange, body, framing, release));
    }

    void pause(boolean stop) {
        paused = stop;
    }

    /** What is to be done next, if anything is; {@code broken} hears what is wrong with a batch. */
    @Nullable
    Runnable next(Receiver router, Consumer<String> broken) {
        if (paused) {
            return null;
        }
        Send send = current;
        if (send == null) {
            send = arrived.poll();
            if (send == null) {
                return null;
            }
            current = send;
            String fault = send.fault(settings.batchMessages());
            if (fault != null) {
                return () -> broken.accept(fault);
            }
        }
        Send now = send;
        if (now.next()) {
            return () -> now.deliver(router);
        }
        current = null;
        return () -> now.accept(settings.doneStatus());
    }

    /**
     * Nothing is taken any more: what is left to be answered.
     *
     * @param violation whether it is the fault of what the router was given last
     */
    List<Runnable> end(boolean violation, String text) {
        List<Runnable> answers = new ArrayList<>();
        Send last = current;
        current = null;
        if (last != null) {
            answers.add(
                    violation
                            ? () -> last.refuse(HttpStatus.BAD_REQUEST_400, text)
                            : () -> last.accept(settings.doneStatus()));
        }
        arrived.forEach(send -> answers.add(() -> send.refuse(HttpStatus.NOT_FOUND_404, text)));
        arrived.clear();
        return answers;
    }
}
