package org.junctor.http.api;

import org.osgi.annotation.versioning.ConsumerType;

/** The peer of one connection, as far as it sends a long message that has begun and not ended. Called by a timer; must not block. */
@ConsumerType
public interface MessageSender {
    /** Nobody who could be too slow: all of the message is there, and is only being worked at. */
    MessageSender NONE = new MessageSender() {
        @Override
        public boolean deaf() {
            return true;
        }

        @Override
        public void tooSlow(String limit, String text) {
            // It has sent all.
        }
    };

    /** Whether the peer is not read at present, so that it cannot send more. */
    boolean deaf();

    /**
     * It has sent too little of its message for too long, and holds room that others might need: the connection is to be closed.
     *
     * @param limit the configuration's key, to be counted
     * @param text what the peer and the log are told
     */
    void tooSlow(String limit, String text);
}
