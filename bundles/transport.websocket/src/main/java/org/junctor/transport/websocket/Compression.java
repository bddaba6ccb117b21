package org.junctor.transport.websocket;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.DataFormatException;
import org.eclipse.jetty.websocket.core.AbstractExtension;
import org.eclipse.jetty.websocket.core.Extension;
import org.eclipse.jetty.websocket.core.ExtensionConfig;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.WebSocketExtensionRegistry;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.api.wire.Framing;
import org.junctor.api.wire.WriteBuffer;
import org.junctor.http.api.PartialMessage;

/**
 * The extension {@code permessage-deflate} (RFC 7692) of one path. Each message is compressed by itself, in both directions: a
 * connection holds nothing for it, and an event is compressed once for all its subscribers.
 */
final class Compression {
    private static final String NAME = "permessage-deflate";
    private static final String CLIENT_BITS = "client_max_window_bits";
    private static final String SERVER_BITS = "server_max_window_bits";
    private static final String CLIENT_ALONE = "client_no_context_takeover";
    private static final String SERVER_ALONE = "server_no_context_takeover";
    private static final Set<String> PARAMETERS = Set.of(CLIENT_BITS, SERVER_BITS, CLIENT_ALONE, SERVER_ALONE);

    /** Values of the window bits, written as RFC 7692 has them: without leading zeros. */
    private static final Set<String> BITS = Set.of("8", "9", "10", "11", "12", "13", "14", "15");

    private static final int BITS_MIN = 8;
    private static final int BITS_MAX = 15;

    /** Shorter messages do not become shorter. */
    private static final int SHORTEST_BYTES = 48;

    private final int ownBits;
    private final int clientBits;
    private final Deflation deflation = new Deflation();
    private final Inflation inflation = new Inflation();
    private final Map<Deflated, Deflated> framings = new ConcurrentHashMap<>();

    private Compression(int ownBits, int clientBits) {
        this.ownBits = ownBits;
        this.clientBits = clientBits;
    }

    /** As {@code options.compression} says; null for none. */
    static @Nullable Compression of(Map<?, ? extends @Nullable Object> options) throws PartFailure {
        if (!(options.get("compression") instanceof Map<?, ?> kinds)
                || !(kinds.get("deflate") instanceof Map<?, ?> keys)) {
            return null;
        }
        return new Compression(bits(keys, "max_window_bits"), bits(keys, "request_max_window_bits"));
    }

    private static int bits(Map<?, ? extends @Nullable Object> keys, String key) throws PartFailure {
        Object value = keys.get(key);
        if (value == null || Integer.valueOf(0).equals(value)) {
            return BITS_MAX;
        }
        if (value instanceof Number number && number.longValue() >= BITS_MIN && number.longValue() <= BITS_MAX) {
            return number.intValue();
        }
        throw new PartFailure(
                PartFailure.Cause.CONFIGURATION,
                "options.compression.deflate.%s is %s: use 0 or a number from 8 to 15".formatted(key, value));
    }

    /** What Jetty has to know: that the first reserved bit may be set. The frames themselves pass. */
    static WebSocketExtensionRegistry registry(boolean on) {
        return new Registry(on);
    }

    /**
     * The answer to the first offer that can be accepted as it stands, or null. An offer with a parameter that is unknown, stands for
     * nothing or is out of range is declined, not mended.
     */
    @Nullable
    ExtensionConfig accept(List<ExtensionConfig> offers) {
        for (ExtensionConfig offer : offers) {
            ExtensionConfig answer = NAME.equals(offer.getName()) ? answer(offer) : null;
            if (answer != null) {
                return answer;
            }
        }
        return null;
    }

    private @Nullable ExtensionConfig answer(ExtensionConfig offer) {
        Set<String> keys = offer.getParameterKeys();
        boolean valued =
                offer.getParameter(CLIENT_ALONE, null) != null || offer.getParameter(SERVER_ALONE, null) != null;
        if (!PARAMETERS.containsAll(keys) || valued) {
            return null;
        }
        StringBuilder answer = new StringBuilder(NAME + ";" + SERVER_ALONE + ";" + CLIENT_ALONE);
        if (keys.contains(SERVER_BITS)) {
            int wanted = number(offer.getParameter(SERVER_BITS, ""));
            if (wanted == 0) {
                return null;
            }
            answer.append(";" + SERVER_BITS + "=").append(Math.min(ownBits, wanted));
        }
        if (keys.contains(CLIENT_BITS)) {
            int possible = number(offer.getParameter(CLIENT_BITS, "15"));
            if (possible == 0) {
                return null;
            }
            answer.append(";" + CLIENT_BITS + "=").append(Math.min(clientBits, possible));
        }
        return new ExtensionConfig(answer.toString());
    }

    private static int number(String value) {
        return BITS.contains(value) ? Integer.parseInt(value) : 0;
    }

    /** How messages to a peer are framed that got {@code agreed} for an answer. Equal for equal answers, so that peers share frames. */
    Framing framing(WebSocketFraming plain, ExtensionConfig agreed) {
        String bits = agreed.getParameter(SERVER_BITS, null);
        return framings.computeIfAbsent(
                new Deflated(plain, bits == null ? ownBits : Integer.parseInt(bits), deflation), same -> same);
    }

    /**
     * Expands a message into {@code expanded}.
     *
     * @throws DataFormatException if it is not compressed as it should be
     */
    Reassembly.Outcome inflate(byte[] octets, int offset, int length, int maxBytes, PartialMessage expanded)
            throws DataFormatException {
        return inflation.inflate(ByteBuffer.wrap(octets, offset, length), maxBytes, expanded);
    }

    /** The path goes away. */
    void close() {
        deflation.close();
        inflation.close();
    }

    /** Compresses what becomes shorter by it, then puts the header before it. */
    private record Deflated(WebSocketFraming plain, int windowBits, Deflation deflation) implements Framing {
        @Override
        public void frame(WriteBuffer message) {
            plain.batch(message);
            boolean shorter = message.length() >= SHORTEST_BYTES && deflation.deflate(message, windowBits);
            plain.header(message, shorter ? WebSocketFraming.RSV1 : 0);
        }
    }

    /** Jetty's table of extensions, with this one or none in it. */
    private static final class Registry extends WebSocketExtensionRegistry {
        Registry(boolean on) {
            getAvailableExtensions().clear();
            if (on) {
                register(NAME, Passing.class);
            }
        }

        @Override
        public Extension newInstance(ExtensionConfig config, WebSocketComponents components) {
            Passing passing = new Passing();
            passing.init(config, components);
            return passing;
        }
    }

    /** Lets frames pass: the channel expands messages, and framings compress them. */
    private static final class Passing extends AbstractExtension {
        @Override
        public boolean isRsv1User() {
            return true;
        }
    }
}
