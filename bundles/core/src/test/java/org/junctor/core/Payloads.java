package org.junctor.core;

import org.junctor.api.message.Call;
import org.junctor.api.message.Message;
import org.junctor.api.message.Payload;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Yield;

/** Payload of any message, also of those that clients send. */
final class Payloads {
    private Payloads() {}

    static Payload of(Message message) {
        if (message instanceof Call m) {
            return m.payload();
        }
        if (message instanceof Publish m) {
            return m.payload();
        }
        return message instanceof Yield m ? m.payload() : Messages.payload(message);
    }

    static Message with(Message message, Payload payload) {
        if (message instanceof Call m) {
            return new Call(m.request(), m.options(), m.procedure(), payload);
        }
        if (message instanceof Publish m) {
            return new Publish(m.request(), m.options(), m.topic(), payload);
        }
        return message instanceof Yield m
                ? new Yield(m.request(), m.options(), payload)
                : Messages.with(message, payload);
    }
}
