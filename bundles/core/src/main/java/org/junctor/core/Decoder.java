package org.junctor.core;

import java.util.Arrays;
import org.junctor.api.message.Message;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.serializer.Serializer;

/** Turns what one peer sends into messages: at once where that can be, else on another thread or later, in the order of arrival. */
final class Decoder implements Inbox.Handler {
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
            byte[] copy = Arrays.copyOfRange(octets, offset, offset + length);
            if (!inbox.holdsRequests() || !inbox.parkOctets(copy, 0, length)) {
                readElsewhere(copy);
            }
        } else if (!inbox.holdsAll() || !inbox.parkOctets(octets, offset, length)) {
            read(octets, offset, length, false);
        }
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
        link.inbox().hold(Inbox.LARGE, null);
        context.workers().execute(() -> {
            read(octets, 0, octets.length, true);
            link.inbox().release(Inbox.LARGE, null);
        });
    }

    @SuppressWarnings("IllegalCatch") // the place where a bug ends: it costs this connection only
    private void read(byte[] octets, int offset, int length, boolean itsTurn) {
        try {
            Serializer serializer = slot.serializer();
            if (serializer == null) {
                readLater(octets, offset, length, itsTurn);
            } else if (!link.gone()) {
                link.take(serializer.decode(octets, offset, length), itsTurn);
            }
        } catch (ProtocolViolation e) {
            link.violation(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            link.failed(e);
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
