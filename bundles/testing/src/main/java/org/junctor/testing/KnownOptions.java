package org.junctor.testing;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Event;
import org.junctor.api.message.Message;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Subscribe;
import org.junctor.api.security.Match;

/** Reads the options and details that the specification predefines, each by the typed view that a router or client uses. */
final class KnownOptions {
    private static final Map<String, View> VIEWS = Map.ofEntries(
            Map.entry("acknowledge", (options, key) -> options.flag(key, false)),
            Map.entry("exclude_me", (options, key) -> options.flag(key, true)),
            Map.entry("retain", (options, key) -> options.flag(key, false)),
            Map.entry("retained", (options, key) -> options.flag(key, false)),
            Map.entry("get_retained", (options, key) -> options.flag(key, false)),
            Map.entry("exclude", Options::integers),
            Map.entry("eligible", Options::integers),
            Map.entry("exclude_authid", Options::texts),
            Map.entry("exclude_authrole", Options::texts),
            Map.entry("eligible_authid", Options::texts),
            Map.entry("eligible_authrole", Options::texts),
            Map.entry("publisher", (options, key) -> options.integer(key, 0)),
            Map.entry("publisher_authid", Options::text),
            Map.entry("publisher_authrole", Options::text),
            Map.entry("topic", Options::text),
            Map.entry("match", (options, key) -> Match.of(options.text(key))));

    private KnownOptions() {}

    static boolean knows(String key) {
        return VIEWS.containsKey(key);
    }

    static void check(Message message) throws ProtocolViolation {
        Options options = options(message);
        for (String key : options.keys()) {
            View view = VIEWS.get(key);
            if (view != null) {
                view.read(options, key);
            }
        }
    }

    private static Options options(Message message) {
        if (message instanceof Publish publish) {
            return publish.options();
        }
        if (message instanceof Subscribe subscribe) {
            return subscribe.options();
        }
        if (message instanceof Event event) {
            return event.details();
        }
        throw new AssertionError("no options of " + message + " are known here");
    }

    /** A typed view of one key. */
    @FunctionalInterface
    private interface View {
        @Nullable
        Object read(Options options, String key) throws ProtocolViolation;
    }
}
