package org.junctor.transport.longpoll;

import org.jspecify.annotations.Nullable;
import org.junctor.api.transport.Receiver;
import org.junctor.api.wire.Batch;
import org.junctor.api.wire.BatchFraming;
import org.junctor.http.api.PartialMessage;

/** What one request to send has brought: a message, or a batch of them. Gone through by one thread at a time. */
final class Send {
    private final Exchange exchange;
    private final PartialMessage body;
    private final @Nullable Batch batch;
    private final Runnable release;
    private boolean given;

    /**
     * @param framing how the messages of a batch are told apart; null without batches
     * @param release is run when the body has been released
     */
    Send(Exchange exchange, PartialMessage body, @Nullable BatchFraming framing, Runnable release) {
        this.exchange = exchange;
        this.body = body;
        this.batch = framing == null ? null : new Batch(framing, body.array(), body.offset(), body.length());
        this.release = release;
    }

    /** What is wrong with it before its messages are looked at, or null. */
    @Nullable
    String fault(int maxMessages) {
        return batch == null ? null : batch.fault(maxMessages);
    }

    /** Goes on to the next message; false if there is none any more. */
    boolean next() {
        if (batch != null) {
            return batch.next();
        }
        boolean first = !given;
        given = true;
        return first;
    }

    /** Gives the router the present message. */
    void deliver(Receiver router) {
        exchange.reads().took(1);
        if (batch == null) {
            router.receive(body.array(), body.offset(), body.length());
        } else {
            router.receive(batch.octets(), batch.offset(), batch.length());
        }
    }

    /** The client is told that the router has it. */
    void accept(int status) {
        exchange.empty(status);
        body.release();
        release.run();
    }

    /** The client is told that the router does not have it. */
    void refuse(int status, String text) {
        exchange.refuse(status, text);
        body.release();
        release.run();
    }
}
