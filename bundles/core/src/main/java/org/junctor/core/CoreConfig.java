package org.junctor.core;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration {@code org.junctor.core}: limits of all realms. */
@ObjectClassDefinition(name = "Junctor core")
@interface CoreConfig {
    @AttributeDefinition(
            name = "hello.timeout.ms",
            description = "How long a new connection may take to say HELLO, in milliseconds",
            min = "1")
    long hello_timeout_ms() default 5000;

    @AttributeDefinition(
            name = "auth.timeout.ms",
            description = "How long an authenticator may take from HELLO to WELCOME, and an authorizer for one request,"
                    + " in milliseconds",
            min = "1")
    long auth_timeout_ms() default 5000;

    @AttributeDefinition(
            name = "auth.failures.address",
            description = "How many failed log-ins of one address count before it is refused at once",
            min = "1")
    int auth_failures_address() default 100;

    @AttributeDefinition(
            name = "auth.failures.per.minute",
            description = "How many failed log-ins of an address, and of an authid, are forgiven each minute",
            min = "1")
    int auth_failures_per_minute() default 60;

    @AttributeDefinition(
            name = "auth.failures.authid",
            description = "How many failed log-ins for one authid count before log-ins under that name are delayed",
            min = "1")
    int auth_failures_authid() default 10;

    @AttributeDefinition(
            name = "auth.failures.delay.ms",
            description =
                    "How long log-ins under a name that somebody guesses at are delayed at most, in milliseconds; less than"
                            + " auth.timeout.ms",
            min = "0")
    long auth_failures_delay_ms() default 2000;

    @AttributeDefinition(
            name = "auth.failures.tracked",
            description = "How many addresses, and how many authids, are remembered that failed to log in",
            min = "1")
    int auth_failures_tracked() default 10000;

    @AttributeDefinition(
            name = "goodbye.timeout.ms",
            description = "How long a connection without a session is kept after GOODBYE, in milliseconds",
            min = "1")
    long goodbye_timeout_ms() default 10000;

    @AttributeDefinition(
            name = "grace.ms",
            description = "How long sessions wait for a serializer or an authorizer that went away, in milliseconds",
            min = "0")
    long grace_ms() default 10000;

    @AttributeDefinition(
            name = "settle.ms",
            description =
                    "How long after its start the core holds a HELLO whose realm or authentication method is not there"
                            + " yet, in milliseconds",
            min = "0")
    long settle_ms() default 2000;

    @AttributeDefinition(
            name = "outbox.max.bytes",
            description = "How much may wait for one peer before it counts as slow, in bytes",
            min = "1024")
    long outbox_max_bytes() default 8 << 20;

    @AttributeDefinition(
            name = "outbox.max.messages",
            description = "How many messages may wait for one peer before it counts as slow",
            min = "1")
    int outbox_max_messages() default 65536;

    @AttributeDefinition(
            name = "outbox.hard.bytes",
            description = "How much may wait for one peer at all, before it is disconnected, in bytes",
            min = "1024")
    long outbox_hard_bytes() default 32 << 20;

    @AttributeDefinition(
            name = "outbox.total.bytes",
            description =
                    "How much may wait for all peers together, in bytes: the less is left of it, the less may wait for"
                            + " each; 0 for an eighth of Java's heap",
            min = "0")
    long outbox_total_bytes() default 0;

    @AttributeDefinition(
            name = "outbox.stall.ms",
            description = "How long a peer may take less than outbox.stall.bytes of what waits for it, before it is"
                    + " disconnected, in milliseconds",
            min = "1")
    long outbox_stall_ms() default 10000;

    @AttributeDefinition(
            name = "outbox.stall.bytes",
            description = "How much of what waits for it a peer must take in each outbox.stall.ms, in bytes",
            min = "1")
    long outbox_stall_bytes() default 10240;

    @AttributeDefinition(
            name = "outbox.events",
            description = "What happens with an EVENT for a slow subscriber, unless its role says it: disconnect,"
                    + " drop_newest, drop_oldest, conflate or block_publisher")
    String outbox_events() default "disconnect";

    @AttributeDefinition(
            name = "publish.pause.ms",
            description =
                    "How long the publisher of an acknowledged event waits for slow subscribers with block_publisher,"
                            + " in milliseconds",
            min = "0")
    long publish_pause_ms() default 5000;

    @AttributeDefinition(
            name = "call.pause.ms",
            description = "How long a caller waits for a callee that is slow, in milliseconds",
            min = "0")
    long call_pause_ms() default 5000;

    @AttributeDefinition(
            name = "large.message.bytes",
            description = "From which size on a message is read by a worker thread, in bytes",
            min = "1024")
    int large_message_bytes() default 256 << 10;

    @AttributeDefinition(
            name = "large.total.bytes",
            description =
                    "How much may wait for the worker threads in all, before large messages are read at once, in bytes",
            min = "0")
    long large_total_bytes() default 16 << 20;

    @AttributeDefinition(
            name = "parked.max.bytes",
            description =
                    "How much of a peer is kept while its requests wait, before it is not read any more, in bytes",
            min = "1024")
    int parked_max_bytes() default 256 << 10;

    @AttributeDefinition(
            name = "session.subscriptions.max",
            description = "How many subscriptions one session may have",
            min = "1")
    int session_subscriptions_max() default 10000;

    @AttributeDefinition(
            name = "session.testaments.max",
            description = "How many testaments one session may leave",
            min = "0")
    int session_testaments_max() default 100;

    @AttributeDefinition(
            name = "session.testaments.max.bytes",
            description = "How much the testaments of one session may take, in bytes",
            min = "0")
    long session_testaments_max_bytes() default 1 << 20;

    @AttributeDefinition(
            name = "retained.max.events",
            description = "How many retained events a realm may have; others are not retained",
            min = "0")
    int retained_max_events() default 10000;

    @AttributeDefinition(
            name = "retained.max.bytes",
            description = "How much the retained events of a realm may take, in bytes",
            min = "0")
    long retained_max_bytes() default 32 << 20;

    @AttributeDefinition(
            name = "retained.ttl.ms",
            description =
                    "How long a retained event is kept whose publisher does not say it, in milliseconds; 0 for ever",
            min = "0")
    long retained_ttl_ms() default 0;

    @AttributeDefinition(
            name = "history.max.events",
            description = "How many events one answer of wamp.subscription.get_events may have",
            min = "1")
    int history_max_events() default 1000;

    @AttributeDefinition(
            name = "revocation.withheld.agents",
            description =
                    "Clients that are not told that a subscription was revoked, because they take it for a mistake:"
                            + " how their agent names begin, with commas between; * for all")
    String revocation_withheld_agents() default "";

    @AttributeDefinition(
            name = "call.queue.max.messages",
            description = "How many calls may wait in one registration's queue until a callee is free"
                    + " (REGISTER.Options.concurrency)",
            min = "0")
    int call_queue_max_messages() default 1000;

    @AttributeDefinition(
            name = "call.queue.max.bytes",
            description = "How much may wait in one registration's queue, in bytes",
            min = "0")
    long call_queue_max_bytes() default 1 << 20;

    @AttributeDefinition(
            name = "call.timeout.default.ms",
            description = "How long a call may take that names no timeout, in milliseconds; 0 for any time",
            min = "0")
    long call_timeout_default_ms() default 0;

    @AttributeDefinition(
            name = "call.timeout.max.ms",
            description = "How long any call may take, in milliseconds; 0 for any time",
            min = "0")
    long call_timeout_max_ms() default 0;

    @AttributeDefinition(name = "session.calls.max", description = "How many calls one session may wait for", min = "1")
    int session_calls_max() default 10000;

    @AttributeDefinition(
            name = "session.registrations.max",
            description = "How many registrations one session may have",
            min = "1")
    int session_registrations_max() default 10000;

    @AttributeDefinition(
            name = "uri.max.length",
            description = "How many characters a topic or procedure may have",
            min = "1")
    int uri_max_length() default 255;

    @AttributeDefinition(
            name = "uri.max.components",
            description = "How many components a topic or procedure may have",
            min = "1")
    int uri_max_components() default 32;

    @AttributeDefinition(
            name = "uri.check",
            description = "Which rule of the specification topics and procedures of clients must obey: loose, or strict"
                    + " (components of a to z, 0 to 9 and _ only)")
    String uri_check() default "loose";

    @AttributeDefinition(
            name = "sessions.max",
            description = "How many sessions there may be; 0 for any number",
            min = "0")
    int sessions_max() default 0;

    @AttributeDefinition(
            name = "principal.sessions.max",
            description = "How many sessions of one authid there may be in a realm; 0 for any number",
            min = "0")
    int principal_sessions_max() default 0;

    @AttributeDefinition(
            name = "tables.total.bytes",
            description =
                    "How much memory all that sessions subscribe, register and declare and all retained events may take, as"
                            + " estimated, in bytes: the less is left of it, the less may each have; 0 for an eighth of Java's"
                            + " heap",
            min = "0")
    long tables_total_bytes() default 0;

    @AttributeDefinition(
            name = "calls.total.bytes",
            description =
                    "How much memory all calls may take that are not answered, as estimated and without payload, in bytes:"
                            + " the less is left of it, the less may each session have; 0 for a sixteenth of Java's heap",
            min = "0")
    long calls_total_bytes() default 0;

    @AttributeDefinition(
            name = "memory.high.percent",
            description =
                    "How much of the memory may be in use after a collection, in percent, before publishers are held"
                            + " back",
            min = "1",
            max = "100")
    int memory_high_percent() default 70;

    @AttributeDefinition(
            name = "memory.critical.percent",
            description =
                    "How much of the memory may be in use after a collection, in percent, before no session is let in"
                            + " and quotas shrink to the least",
            min = "1",
            max = "100")
    int memory_critical_percent() default 85;

    @AttributeDefinition(
            name = "progress.without.canceling",
            description =
                    "Whether callees are asked for progressive results that announce these but not call_canceling, as"
                            + " those of autobahn-js")
    boolean progress_without_canceling() default false;

    @AttributeDefinition(
            name = "reflection.max.entries",
            description = "How many declarations one session may make for reflection",
            min = "0")
    int reflection_max_entries() default 1000;

    @AttributeDefinition(
            name = "reflection.max.bytes",
            description = "How much the declarations of one session may take, in bytes",
            min = "0")
    long reflection_max_bytes() default 256 << 10;
}
