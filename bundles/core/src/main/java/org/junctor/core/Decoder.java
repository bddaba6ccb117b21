package org.junctor.core;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Message;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Serializer;

/** Turns what one peer sends into messages: at once where that can be, else on another thread or later, in the order of arrival. */
final class Decoder implements Inbox.Handler {
    /** What may come before it is known who sends it; sessions keep what HELLO says of their clients. */
    private static final int HELLO_MAX_BYTES = 64 << 10;

    private final Link link;
    private final Context context;
    private final Slot slot;

    Decoder(Link link, Context context) {
        this.link = link;
        this.context = context;
        this.slot = link.slot();
    }

    void receive(byte[] octets, int offset, int length) {
        Inbox inbox = link.inbox();
        if (length > context.limits().largeMessageBytes()) {
            receiveLarge(octets, offset, length);
        } else if (!inbox.holdsAll() || !inbox.parkOctets(octets, offset, length)) {
            read(octets, offset, length, false);
        }
    }

    /** Takes a message whose octets nobody else uses. */
    void receiveGiven(byte[] octets) {
        Inbox inbox = link.inbox();
        if (octets.length > context.limits().largeMessageBytes() && !inbox.holdsRequests() && roomFor(octets.length)) {
            readElsewhere(octets);
        } else {
            receive(octets, 0, octets.length);
        }
    }

    private boolean roomFor(int length) {
        return context.largeBytes().get() + length <= context.limits().largeTotalBytes();
    }

    private void receiveLarge(byte[] octets, int offset, int length) {
        Inbox inbox = link.inbox();
        if (inbox.holdsRequests() && inbox.parkOctets(octets, offset, length)) {
            return;
        }
        if (!roomFor(length)) {
            context.counters().largeInline.increment();
            read(octets, offset, length, false); // no copy: memory matters more now than how long others wait
            return;
        }
        readElsewhere(Arrays.copyOfRange(octets, offset, offset + length));
    }

    @Override
    public void replayOctets(byte[] octets) {
        if (octets.length > context.limits().largeMessageBytes()) {
            readElsewhere(octets);
        } else {
            read(octets, 0, octets.length, true);
        }
    }

    @Override
    public void replayRequest(Message request) {
        link.guard(() -> link.take(request, true));
    }

    /** Reads a large message on a thread that serves nobody else, while this connection waits. */
    private void readElsewhere(byte[] octets) {
        context.counters().largeMessages.increment();
        context.largeBytes().addAndGet(octets.length);
        link.inbox().hold(Inbox.LARGE, null);
        context.workers().execute(() -> {
            try {
                read(octets, 0, octets.length, true);
            } finally {
                Scratch.letGo();
                context.largeBytes().addAndGet(-octets.length);
                link.inbox().release(Inbox.LARGE, null);
            }
        });
    }

    @SuppressWarnings("IllegalCatch") // the place where a bug ends: it costs this connection only
    private void read(byte[] octets, int offset, int length, boolean itsTurn) {
        if (link.gone()) {
            return;
        }
        try {
            Serializer serializer = slot.serializer();
            Message message = serializer == null ? null : decode(serializer, octets, offset, length);
            if (message == null) {
                readLater(octets, offset, length, itsTurn);
            } else if (message instanceof Hello && length > HELLO_MAX_BYTES) {
                link.violation("HELLO has " + length + " octets, but may have " + HELLO_MAX_BYTES);
            } else {
                link.take(message, itsTurn);
            }
        } catch (ProtocolViolation e) {
            link.violation(String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError e) {
            link.failed(e);
        }
    }

    /** The message; null if the serializer has gone meanwhile and could not even fail properly. */
    private @Nullable Message decode(Serializer serializer, byte[] octets, int offset, int length)
            throws ProtocolViolation {
        try {
            return serializer.decode(octets, offset, length);
        } catch (LinkageError e) {
            if (slot.serializer() == serializer) {
                throw e;
            }
            return null; // its bundle was updated, and its classes are no longer to be had
        }
    }

    private void readLater(byte[] octets, int offset, int length, boolean itsTurn) {
        Inbox inbox = link.inbox();
        inbox.hold(Inbox.SERIALIZER, null);
        if (itsTurn) {
            inbox.parkFirst(octets); // a copy already, because it waited
        } else {
            inbox.parkOctets(octets, offset, length);
        }
        if (slot.serializer() != null) {
            inbox.release(Inbox.SERIALIZER, null); // it came back before anyone could know that we wait
        }
    }
}
