package org.junctor.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Format;
import org.junctor.api.message.Goodbye;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Reason;
import org.junctor.api.serializer.Serializer;
import org.junctor.api.serializer.Values;
import org.junctor.api.wire.SerializerType;
import org.junctor.api.wire.WriteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The serializers that are there now, each in the slot of its name. */
final class Serializers {
    private static final Logger LOG = LoggerFactory.getLogger(Serializers.class);

    private final Map<String, Slot> slots = new ConcurrentHashMap<>();
    /** Where each serializer came from, the accepted ones and those that were refused for a clash. Guarded by this. */
    private final Map<Serializer, String> origins = new LinkedHashMap<>();

    /** Formats whose serializer has been away for longer than the grace time. */
    private final Set<Format> lost = ConcurrentHashMap.newKeySet();

    private volatile List<Serializer> accepted = List.of();

    /** The slot of this name, empty if there never was such a serializer. */
    Slot slot(String name) {
        return slots.computeIfAbsent(name, Slot::new);
    }

    /** A serializer of this format, or null. */
    @Nullable
    Serializer of(Format format) {
        for (Serializer serializer : accepted) {
            if (serializer.format() == format) {
                return serializer;
            }
        }
        return null;
    }

    /** Any serializer, or null while there is none. */
    @Nullable
    Serializer any() {
        List<Serializer> now = accepted;
        return now.isEmpty() ? null : now.get(0);
    }

    List<SerializerType> types() {
        List<SerializerType> types = new ArrayList<>();
        for (Serializer serializer : accepted) {
            types.add(serializer.type());
        }
        return types;
    }

    /**
     * A serializer came. It is refused while another one has its name, subprotocol or RawSocket number.
     *
     * @param origin names its bundle in the log
     * @return the slot that it fills from now on, or null if it was refused
     */
    synchronized @Nullable Slot add(Serializer serializer, String origin) {
        origins.put(serializer, origin);
        Serializer rival = rival(serializer.type());
        if (rival != null) {
            LOG.warn(
                    "Serializer {} of {} is refused: {} of {} has its name, subprotocol or RawSocket number. Uninstall"
                            + " one of the two",
                    serializer.type(),
                    origin,
                    rival.type(),
                    origins.get(rival));
            return null;
        }
        return accept(serializer);
    }

    /**
     * A serializer goes.
     *
     * @return the slot that is empty from now on, or null if it had none
     */
    synchronized @Nullable Slot remove(Serializer serializer) {
        origins.remove(serializer);
        if (!accepted.contains(serializer)) {
            return null;
        }
        List<Serializer> rest = new ArrayList<>(accepted);
        rest.remove(serializer);
        accepted = List.copyOf(rest);
        Slot slot = slot(serializer.type().name());
        slot.empty();
        return slot;
    }

    /** The serializer of this format has been away for too long: nobody waits for it any more. */
    void giveUp(Format format) {
        if (of(format) == null) {
            lost.add(format);
        }
    }

    /** Lets those in that were refused and clash with nobody any more: the slots that they fill. */
    synchronized List<Slot> reconsider() {
        List<Slot> filled = new ArrayList<>();
        for (Serializer candidate : List.copyOf(origins.keySet())) {
            if (!accepted.contains(candidate) && rival(candidate.type()) == null) {
                filled.add(accept(candidate));
            }
        }
        return filled;
    }

    /**
     * A payload in the format of {@code to}; the same object if it is in it already. Null while its serializer is away.
     *
     * @throws ProtocolViolation if it cannot be converted
     */
    @Nullable
    Payload convert(Payload payload, Serializer to) throws ProtocolViolation {
        if (payload.isEmpty() || payload.format() == to.format()) {
            return payload;
        }
        Serializer from = of(payload.format());
        if (from == null && lost.contains(payload.format())) {
            throw new ProtocolViolation("there is no serializer for " + payload.format());
        }
        return from == null ? null : Values.convert(payload, from, to);
    }

    private Slot accept(Serializer serializer) {
        WriteBuffer out = new WriteBuffer(128);
        Options details =
                Options.of("message", "the serializer " + serializer.type().name() + " was removed from the router");
        serializer.encode(new Goodbye(details, Reason.SYSTEM_SHUTDOWN), out);
        List<Serializer> more = new ArrayList<>(accepted);
        more.add(serializer);
        accepted = List.copyOf(more);
        lost.remove(serializer.format());
        Slot slot = slot(serializer.type().name());
        slot.fill(serializer, out.toByteArray());
        return slot;
    }

    private @Nullable Serializer rival(SerializerType type) {
        for (Serializer other : accepted) {
            SerializerType taken = other.type();
            boolean sameNumber = type.rawSocketId() != 0 && type.rawSocketId() == taken.rawSocketId();
            if (sameNumber
                    || taken.name().equals(type.name())
                    || taken.subprotocol().equals(type.subprotocol())) {
                return other;
            }
        }
        return null;
    }
}
