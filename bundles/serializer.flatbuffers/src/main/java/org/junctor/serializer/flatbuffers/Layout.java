package org.junctor.serializer.flatbuffers;

import static org.junctor.serializer.flatbuffers.Field.flag;
import static org.junctor.serializer.flatbuffers.Field.id;
import static org.junctor.serializer.flatbuffers.Field.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Abort;
import org.junctor.api.message.Authenticate;
import org.junctor.api.message.Call;
import org.junctor.api.message.Cancel;
import org.junctor.api.message.Challenge;
import org.junctor.api.message.Error;
import org.junctor.api.message.Event;
import org.junctor.api.message.Goodbye;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Interrupt;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Published;
import org.junctor.api.message.Register;
import org.junctor.api.message.Registered;
import org.junctor.api.message.Result;
import org.junctor.api.message.Subscribe;
import org.junctor.api.message.Subscribed;
import org.junctor.api.message.Unregister;
import org.junctor.api.message.Unregistered;
import org.junctor.api.message.Unsubscribe;
import org.junctor.api.message.Unsubscribed;
import org.junctor.api.message.Welcome;
import org.junctor.api.message.Yield;

/**
 * The table of one type of message.
 *
 * @param elements the message as WAMP has it: the key of each element behind the type, {@link #OPTIONS}, {@link #PAYLOAD}
 * @param fields the table's fields, in the order in which the reference client writes them, so that the same octets come out
 */
record Layout(List<String> elements, List<Field> fields) {
    /** The element that holds options or details. */
    static final String OPTIONS = "*";

    /** The elements that hold payload. */
    static final String PAYLOAD = "#";

    static final String ARGUMENTS = "args";
    static final String KEYWORDS = "kwargs";
    static final String BINARY = "payload";

    private static final Map<Integer, Layout> LAYOUTS = new HashMap<>();

    static {
        sessions();
        events();
        subscriptions();
        calls();
        answers();
        registrations();
    }

    /** The layout of a type of message; null if there is no such type. */
    static @Nullable Layout of(int type) {
        return LAYOUTS.get(type);
    }

    /** The field of this key. */
    Field field(String key) {
        for (Field field : fields) {
            if (field.key().equals(key)) {
                return field;
            }
        }
        throw new IllegalArgumentException("no field " + key);
    }

    /** Whether a field holds an option or a detail. */
    boolean isOption(Field field) {
        return field.kind() != Kind.OCTETS && !elements.contains(field.key());
    }

    private static void put(int type, String elements, Object... fields) {
        List<Field> all = new ArrayList<>();
        for (Object field : fields) {
            if (field instanceof Field one) {
                all.add(one);
            } else if (field instanceof List<?> several) {
                several.forEach(one -> all.add((Field) one));
            }
        }
        LAYOUTS.put(type, new Layout(List.of(elements.split(" ", -1)), List.copyOf(all)));
    }

    private static void sessions() {
        put(
                Hello.TYPE,
                "realm *",
                Field.of(1, Kind.ROLES, Features.ROLES),
                text(2, "realm"),
                Field.methods(3),
                text(4, "authid"),
                text(5, "authrole"),
                flag(7, "resumable"),
                id(8, "resume_session"),
                text(9, "resume_token"));
        put(
                Welcome.TYPE,
                "session *",
                id(0, "session"),
                Field.of(1, Kind.ROLES, Features.ROLES),
                text(2, "realm"),
                text(3, "authid"),
                text(4, "authrole"),
                Field.method(5, "authmethod"),
                text(6, "authprovider"),
                flag(8, "resumed"),
                flag(9, "resumable"),
                text(10, "resume_token"));
        put(Abort.TYPE, "* reason", text(1, "reason"), text(2, "message"));
        put(Challenge.TYPE, "authmethod *", Field.method(1, "authmethod"));
        put(Authenticate.TYPE, "signature *", text(1, "signature"));
        put(Goodbye.TYPE, "* reason", text(1, "reason"), text(2, "message"), flag(3, "resumable"));
    }

    private static void events() {
        put(
                Publish.TYPE,
                "request * topic #",
                List.of(id(1, "request"), text(2, "topic")),
                payload(3),
                passthru(6),
                List.of(flag(10, "acknowledge"), Field.excludeMe(11)),
                List.of(Field.of(12, Kind.UINT64S, "exclude"), Field.of(13, Kind.TEXTS, "exclude_authid")),
                List.of(Field.of(14, Kind.TEXTS, "exclude_authrole"), Field.of(15, Kind.UINT64S, "eligible")),
                List.of(Field.of(16, Kind.TEXTS, "eligible_authid"), Field.of(17, Kind.TEXTS, "eligible_authrole")),
                List.of(flag(18, "retain"), text(19, "transaction_hash"), forwardFor(20)));
        put(Published.TYPE, "request publication", id(1, "request"), id(2, "publication"));
        put(
                Event.TYPE,
                "subscription publication * #",
                List.of(id(1, "subscription"), id(2, "publication")),
                payload(3),
                principal(10, "publisher"),
                List.of(text(13, "topic"), flag(14, "retained"), text(15, "transaction_hash")),
                flag(16, "x_acknowledged_delivery"),
                passthru(6),
                forwardFor(17));
    }

    private static void subscriptions() {
        put(
                Subscribe.TYPE,
                "request * topic",
                id(1, "request"),
                text(2, "topic"),
                Field.match(3),
                flag(4, "get_retained"));
        put(Subscribed.TYPE, "request subscription", id(1, "request"), id(2, "subscription"));
        put(Unsubscribe.TYPE, "request subscription", id(1, "request"), id(2, "subscription"));
        put(Unsubscribed.TYPE, "request *", id(1, "request"), id(2, "subscription"), text(3, "reason"));
    }

    private static void calls() {
        put(
                Call.TYPE,
                "request * procedure #",
                List.of(id(1, "request"), text(2, "procedure")),
                payload(3),
                passthru(6),
                List.of(Field.of(10, Kind.UINT32, "timeout"), flag(11, "receive_progress")),
                text(12, "transaction_hash"),
                principal(13, "caller"),
                forwardFor(16));
        put(
                Invocation.TYPE,
                "request registration * #",
                List.of(id(1, "request"), id(2, "registration")),
                payload(3),
                List.of(Field.of(11, Kind.UINT32, "timeout"), flag(12, "receive_progress")),
                principal(14, "caller"),
                text(10, "procedure"),
                passthru(6),
                List.of(text(13, "transaction_hash"), forwardFor(17)));
        put(Cancel.TYPE, "request *", id(1, "request"), Field.mode(2, 0), forwardFor(3));
        put(Interrupt.TYPE, "request *", id(1, "request"), Field.mode(2, 1), text(3, "reason"), forwardFor(4));
    }

    private static void answers() {
        for (int type : new int[] {Result.TYPE, Yield.TYPE}) {
            put(
                    type,
                    "request * #",
                    id(1, "request"),
                    payload(2),
                    passthru(5),
                    flag(9, "progress"),
                    principal(10, "callee"),
                    forwardFor(13));
        }
        put(
                Error.TYPE,
                "request_type request * error #",
                Field.of(1, Kind.UINT16, "request_type"),
                id(2, "request"),
                text(3, "error"),
                payload(4),
                passthru(7),
                forwardFor(11));
    }

    private static void registrations() {
        put(
                Register.TYPE,
                "request * procedure",
                List.of(id(1, "request"), text(2, "procedure"), Field.match(3), Field.invoke(4)),
                List.of(Field.of(5, Kind.UINT16, "concurrency"), flag(6, "force_reregister")));
        put(Registered.TYPE, "request registration", id(1, "request"), id(2, "registration"));
        put(Unregister.TYPE, "request registration", id(1, "request"), id(2, "registration"));
        put(Unregistered.TYPE, "request *", id(1, "request"), id(2, "registration"), text(3, "reason"));
    }

    private static List<Field> payload(int slot) {
        return List.of(
                Field.of(slot, Kind.OCTETS, ARGUMENTS),
                Field.of(slot + 1, Kind.OCTETS, KEYWORDS),
                Field.of(slot + 2, Kind.OCTETS, BINARY));
    }

    private static List<Field> passthru(int slot) {
        return List.of(Field.scheme(slot), Field.serializer(slot + 1), Field.cipher(slot + 2), Field.keyId(slot + 3));
    }

    private static List<Field> principal(int slot, String key) {
        return List.of(id(slot, key), text(slot + 1, key + "_authid"), text(slot + 2, key + "_authrole"));
    }

    private static Field forwardFor(int slot) {
        return Field.of(slot, Kind.PRINCIPALS, "forward_for");
    }
}
