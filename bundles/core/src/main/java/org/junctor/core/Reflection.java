package org.junctor.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What sessions of one realm declare of their procedures, topics and errors, so that others may ask for it (spec: "Interface
 * Reflection"). A declaration is gone with the session that made it. Where several have declared the same, the oldest counts.
 */
final class Reflection {
    private final Context context;
    private final MetaEvents events;
    private final TreeMap<Subject, Map<Session, Map<String, @Nullable Object>>> declared = new TreeMap<>();
    private final Map<Session, Map<Subject, Size>> sizes = new HashMap<>();

    /** What can be declared. */
    enum Kind {
        PROCEDURE,
        TOPIC,
        ERROR;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a declaration is about. */
    record Subject(Kind kind, String uri) implements Comparable<Subject> {
        @Override
        public int compareTo(Subject other) {
            int order = kind.compareTo(other.kind);
            return order != 0 ? order : uri.compareTo(other.uri);
        }
    }

    /** How long a declaration is, and what it takes. */
    private record Size(long octets, long memory) {}

    Reflection(Context context, MetaEvents events) {
        this.context = context;
        this.events = events;
    }

    /** A session declares something, or something else than before. */
    synchronized void define(Session session, Subject subject, Map<String, @Nullable Object> declaration, long bytes)
            throws Refusal {
        if (!session.open) {
            return;
        }
        Size size = new Size(bytes, Footprint.declaration(subject.uri, declaration));
        check(session, subject, size);
        Size before = sizes.computeIfAbsent(session, key -> new HashMap<>()).put(subject, size);
        if (before != null) {
            session.giveTable(before.memory);
        }
        declared.computeIfAbsent(subject, key -> new LinkedHashMap<>()).put(session, declaration);
        events.add("wamp.reflect.on_define", subject.uri, subject.kind.text(), declaration);
    }

    /** Makes sure that the session may declare so much, and charges it. */
    private void check(Session session, Subject subject, Size size) throws Refusal {
        Map<Subject, Size> own = sizes.getOrDefault(session, Map.of());
        CallLimits limits = context.limits().calls();
        long others = own.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(subject))
                .mapToLong(entry -> entry.getValue().octets)
                .sum();
        LongAdder refused = context.counters().reflectionRefused;
        if (others + size.octets > limits.reflectionMaxBytes()
                || (!own.containsKey(subject) && own.size() >= limits.reflectionMaxEntries())) {
            String text = "a session may make " + limits.reflectionMaxEntries() + " declarations of "
                    + limits.reflectionMaxBytes() + " octets in all";
            throw context.exceeded(session.link, refused, text);
        }
        if (!session.takeTable(size.memory)) {
            String text = "all sessions together declare too much for one more declaration of this one";
            throw context.exceeded(session.link, refused, text);
        }
    }

    /** A session takes a declaration back; false if it has made none. */
    synchronized boolean undefine(Session session, Subject subject) {
        Map<Subject, Size> own = sizes.get(session);
        Size size = own == null ? null : own.remove(subject);
        if (own == null || size == null) {
            return false;
        }
        session.giveTable(size.memory);
        if (own.isEmpty()) {
            sizes.remove(session);
        }
        forget(session, subject);
        return true;
    }

    /** A session has ended. */
    synchronized void leave(Session session) {
        Map<Subject, Size> own = sizes.remove(session);
        if (own != null) {
            own.keySet().stream().sorted().forEach(subject -> forget(session, subject));
        }
    }

    private void forget(Session session, Subject subject) {
        Map<Session, Map<String, @Nullable Object>> of = declared.getOrDefault(subject, Map.of());
        of.remove(session);
        if (of.isEmpty()) {
            declared.remove(subject);
            events.add("wamp.reflect.on_undefine", subject.uri, subject.kind.text());
        }
    }

    /** What is declared of something; null if nothing is. */
    synchronized @Nullable Map<String, @Nullable Object> declaration(Subject subject) {
        Map<Session, Map<String, @Nullable Object>> of = declared.get(subject);
        return of == null ? null : of.values().iterator().next();
    }

    /** The URIs of one kind that begin with a prefix, in order. */
    synchronized List<String> list(Kind kind, String prefix) {
        List<String> uris = new ArrayList<>();
        for (Subject subject : declared.tailMap(new Subject(kind, prefix)).keySet()) {
            if (subject.kind != kind || !subject.uri.startsWith(prefix)) {
                break;
            }
            uris.add(subject.uri);
        }
        return uris;
    }
}
