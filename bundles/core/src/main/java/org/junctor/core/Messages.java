package org.junctor.core;

import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Call;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Reason;
import org.junctor.api.message.Register;
import org.junctor.api.message.Result;
import org.junctor.api.message.Subscribe;

/** Payload of messages, in and out. */
final class Messages {
    private Messages() {}

    /** The payload that a message to a peer carries. */
    static Payload payload(Message message) {
        if (message instanceof Event event) {
            return event.payload();
        }
        if (message instanceof Invocation invocation) {
            return invocation.payload();
        }
        if (message instanceof Result result) {
            return result.payload();
        }
        return message instanceof Error error ? error.payload() : Payload.EMPTY;
    }

    /** The same message to a peer with another payload. */
    static Message with(Message message, Payload payload) {
        if (message instanceof Event m) {
            return new Event(m.subscription(), m.publication(), m.details(), payload);
        }
        if (message instanceof Invocation m) {
            return new Invocation(m.request(), m.registration(), m.details(), payload);
        }
        if (message instanceof Result m) {
            return new Result(m.request(), m.details(), payload);
        }
        return message instanceof Error m
                ? new Error(m.requestType(), m.request(), m.details(), m.error(), payload)
                : message;
    }

    /** A request of a peer that stays valid when its octets are gone. */
    static Message keep(Message message) {
        if (message instanceof Call m) {
            return new Call(m.request(), m.options(), m.procedure(), m.payload().keep());
        }
        return message instanceof Publish m
                ? new Publish(m.request(), m.options(), m.topic(), m.payload().keep())
                : message;
    }

    /** Roughly how many octets of memory a request takes. */
    static int size(Message request) {
        if (request instanceof Call m) {
            return m.procedure().length() + m.payload().length() + size(m.options());
        }
        if (request instanceof Publish m) {
            return m.topic().length() + m.payload().length() + size(m.options());
        }
        if (request instanceof Subscribe m) {
            return m.topic().length() + size(m.options());
        }
        return request instanceof Register m ? m.procedure().length() + size(m.options()) : 0;
    }

    private static int size(Options options) {
        return options.isEmpty() ? 0 : Footprint.value(options.entries());
    }

    /** What the peer gets in place of a message that it cannot be sent; null for nothing. */
    static @Nullable Message failed(Message message, Outbox.Outcome outcome) {
        String reason = reason(outcome);
        if (message instanceof Result m) {
            return new Error(Call.TYPE, m.request(), Options.EMPTY, reason, Payload.EMPTY);
        }
        return message instanceof Error m
                ? new Error(m.requestType(), m.request(), Options.EMPTY, reason, Payload.EMPTY)
                : null;
    }

    /** The error that says why a message could not be sent. */
    static String reason(Outbox.Outcome outcome) {
        return outcome == Outbox.Outcome.TOO_LARGE ? Reason.PAYLOAD_SIZE_EXCEEDED : Reason.INVALID_ARGUMENT;
    }
}
