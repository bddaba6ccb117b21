package org.junctor.testing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.Payload;
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

/** Messages and values of every kind that kits send through what they test. */
public final class Samples {
    /** The largest id. */
    public static final long MAX_ID = 1L << 53;

    private Samples() {}

    /** One message of each type, with options, and with {@code payload} where the type has one. */
    public static List<Message> messages(Payload payload) {
        Options options = options();
        List<Message> all = new ArrayList<>(withoutPayload());
        all.add(new Abort(options, "wamp.error.no_such_realm", payload));
        all.add(new Error(Call.TYPE, MAX_ID, options, "com.example.error", payload));
        all.add(new Publish(1, options, "com.example.topic", payload));
        all.add(new Event(MAX_ID, 7, options, payload));
        all.add(new Call(2, options, "com.example.procedure", payload));
        all.add(new Result(3, options, payload));
        all.add(new Invocation(4, 5, options, payload));
        all.add(new Yield(6, options, payload));
        all.add(new Publish(8, Options.EMPTY, "com.example.topic", payload));
        return all;
    }

    private static List<Message> withoutPayload() {
        Options options = options();
        return List.of(
                new Hello("com.example.realm", options),
                new Welcome(MAX_ID, options),
                new Challenge("ticket", options),
                new Authenticate("a \"signature\" \\ with / all sorts", options),
                new Goodbye(Options.EMPTY, "wamp.close.normal"),
                new Published(1, MAX_ID),
                new Subscribe(2, options, "com.example."),
                new Subscribed(3, 4),
                new Unsubscribe(5, 6, Options.EMPTY),
                new Unsubscribe(5, 6, options),
                new Unsubscribed(7, Options.EMPTY),
                new Unsubscribed(0, options),
                new Cancel(8, options),
                new Register(9, Options.EMPTY, "com..procedure"),
                new Registered(10, 11),
                new Unregister(12, 13, Options.EMPTY),
                new Unregistered(14, Options.EMPTY),
                new Unregistered(0, options),
                new Interrupt(15, options));
    }

    /** Options with a value of every type. */
    public static Options options() {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        entries.put("flag", true);
        entries.put("number", 9007199254740993L);
        entries.put("negative", -1L);
        entries.put("real", 0.5);
        entries.put("text", "grüße, \u4e16\u754c \ud83d\ude00");
        entries.put("none", null);
        entries.put("octets", new byte[] {0, 1, -1});
        entries.put("list", Arrays.asList(1L, "two", null, List.of()));
        entries.put("dict", Map.of("features", Map.of("progressive_call_results", true)));
        return Options.of(entries);
    }

    /** Values that every serializer carries as they are. */
    public static List<@Nullable Object> values() {
        List<@Nullable Object> all = new ArrayList<>(Arrays.asList(null, true, false));
        all.addAll(numbers());
        all.addAll(List.of(
                "",
                "plain",
                "\" \\ / \b \f \n \r \t \u0001 \u007f \u0080 \u2028 \uffff",
                "grüße, \u4e16\u754c, \ud83d\ude00",
                "x".repeat(70_000),
                new byte[0],
                new byte[] {0, 1, 2, -1, -128, 127},
                new byte[300],
                List.of(),
                Map.of(),
                nested(),
                dict()));
        return all;
    }

    private static List<Number> numbers() {
        return List.of(
                0L,
                -1L,
                23L,
                24L,
                255L,
                256L,
                65_535L,
                65_536L,
                1L << 31,
                -(1L << 31) - 1,
                1L << 32,
                MAX_ID + 1,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE),
                0.5,
                -1.25e-300,
                Double.MAX_VALUE,
                Double.MIN_VALUE);
    }

    private static List<Object> nested() {
        List<Object> nested = new ArrayList<>();
        for (int depth = 0; depth < 30; depth++) {
            nested = new ArrayList<>(List.of(nested));
        }
        return nested;
    }

    private static Map<String, Object> dict() {
        Map<String, Object> dict = new LinkedHashMap<>();
        dict.put("", "an empty key");
        dict.put("schlüssel \" \\ \n", 1L);
        dict.put("inner", Map.of("list", List.of(Map.of("a", List.of()), Map.of())));
        return dict;
    }
}
