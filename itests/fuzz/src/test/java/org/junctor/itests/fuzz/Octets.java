package org.junctor.itests.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import org.junctor.api.message.FieldWriter;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Publish;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;
import org.junctor.api.wire.WriteBuffer;

/** What every serializer promises for any octets, and for any payload that it took. */
final class Octets {
    private static final List<Serializer> ALL = ServiceLoader.load(Serializer.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();

    /** U+FFFD as UTF-8. */
    private static final String REPLACEMENT = "\u00ef\u00bf\u00bd";

    private Octets() {}

    /** Checks one input of the serializer of this name. */
    static void check(String name, byte[] octets) {
        Serializer serializer = ALL.stream()
                .filter(each -> each.type().name().equals(name))
                .findFirst()
                .orElseThrow();
        byte[] before = octets.clone();
        Message message;
        try {
            message = serializer.decode(octets, 0, octets.length);
        } catch (ProtocolViolation expected) {
            return;
        }
        try {
            encodingIsStable(serializer, message);
            boolean common = true;
            for (Serializer other : ALL) {
                if (other == serializer || other.format() != serializer.format()) { // else there is nothing to convert
                    common &= conversionIsStable(serializer, payload(message), other);
                }
            }
            if (common) { // else the peer, too, may lack a type that only the encoding has
                Peers.read(name, octets);
                textIsAsSent(serializer, message, octets);
            }
        } catch (ProtocolViolation e) {
            throw new AssertionError("what was taken once is refused", e);
        }
        assertArrayEquals(before, octets, "reading leaves the octets alone");
    }

    private static void encodingIsStable(Serializer serializer, Message message) throws ProtocolViolation {
        byte[] once = encoded(serializer, message);
        Message again = serializer.decode(once, 0, once.length);

        assertEquals(message.type(), again.type());
        assertArrayEquals(octets(payload(message)), octets(payload(again)));
        assertArrayEquals(once, encoded(serializer, again));
    }

    /** What is refused is refused at once; what was converted can be sent, and converted to and fro without further loss. */
    private static boolean conversionIsStable(Serializer from, Payload payload, Serializer to)
            throws ProtocolViolation {
        Payload there;
        try {
            there = Values.convert(payload, from, to);
        } catch (ProtocolViolation expected) {
            return false;
        }
        byte[] publish = encoded(to, new Publish(1, Options.EMPTY, "a", there));
        Payload received = payload(to.decode(publish, 0, publish.length));
        Payload back = Values.convert(received, to, from);
        Payload thereAgain = Values.convert(back, from, to);

        assertEquals(payload.items(), received.items());
        assertArrayEquals(octets(there), octets(received));
        assertArrayEquals(octets(there), octets(thereAgain));
        return true;
    }

    /** Java puts U+FFFD where octets are no UTF-8: it may stand only where a peer has sent it. */
    private static void textIsAsSent(Serializer serializer, Message message, byte[] octets) throws ProtocolViolation {
        String sent = new String(octets, StandardCharsets.ISO_8859_1);
        boolean replacement =
                sent.contains(REPLACEMENT) || sent.toLowerCase(Locale.ROOT).contains("\\ufffd");
        String read = message + " " + Values.decode(payload(message), serializer);

        assertFalse(read.contains("\ufffd") && !replacement, "a string was not UTF-8");
    }

    private static byte[] encoded(Serializer serializer, Message message) {
        WriteBuffer out = new WriteBuffer(64);
        serializer.encode(message, out);
        return out.toByteArray();
    }

    private static byte[] octets(Payload payload) {
        return Arrays.copyOfRange(payload.octets(), payload.offset(), payload.offset() + payload.length());
    }

    private static Payload payload(Message message) {
        Payload[] found = {Payload.EMPTY};
        message.write(new FieldWriter() {
            @Override
            public void integer(long value) {}

            @Override
            public void text(String value) {}

            @Override
            public void dict(Options value) {}

            @Override
            public void payload(Payload value) {
                found[0] = value;
            }
        });
        return found[0];
    }
}
