package org.junctor.core;

import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Elements;
import org.junctor.api.message.Event;
import org.junctor.api.message.Invocation;
import org.junctor.api.message.Message;
import org.junctor.api.security.SessionInfo;
import org.junctor.api.transport.CloseReason;

/** What it means for a connection that its peer does not take what it is sent. */
final class SlowPeer implements Outbox.Owner {
    private final Link link;
    private final Context context;
    /** Whose slowness was announced: another session may have begun on the connection when it ends. Guarded by the outbox's lock. */
    private @Nullable Session slow;

    SlowPeer(Link link, Context context) {
        this.link = link;
        this.context = context;
    }

    @Override
    public void outboxFull() {
        link.inbox().hold(Inbox.OUTBOX, null);
    }

    @Override
    public SlowPolicy policy() {
        Session now = link.session();
        SlowPolicy own = now == null ? null : now.realm.slowPolicy(now.info.authrole());
        return own == null ? context.limits().outbox().events() : own;
    }

    @Override
    public void slow(SlowPolicy policy) {
        Session now = link.session();
        slow = now;
        if (now != null) {
            SessionInfo info = now.info;
            announce(now, "junctor.session.on_slow", info.id(), info.authid(), info.authrole(), policy.text());
        }
    }

    @Override
    public void caughtUp(long missed) {
        Session now = slow;
        slow = null;
        if (now != null && now.open) {
            SessionInfo info = now.info;
            announce(now, "junctor.session.on_caught_up", info.id(), info.authid(), info.authrole(), missed);
        }
    }

    private void announce(Session now, String topic, Object... arguments) {
        now.realm.events.add(topic, arguments);
        later(now.realm.events::publish);
    }

    @Override
    public void outboxRelieved() {
        Session now = link.session();
        if (now != null) {
            now.realm.invoker.admit(now);
        }
        link.inbox().release(Inbox.OUTBOX, null);
    }

    @Override
    public void outboxOverflow(String text) {
        later(() -> {
            context.log().complain(link, "is closed: " + text);
            link.drop(CloseReason.POLICY, text);
        });
    }

    @Override
    public void undeliverable(Message message, Outbox.Outcome why) {
        if (message instanceof Event) {
            Counters counters = context.counters();
            (why == Outbox.Outcome.TOO_LARGE ? counters.eventsTooLarge : counters.eventsUnconvertible).increment();
        }
        Session now = link.session();
        if (now != null && message instanceof Invocation invocation) {
            later(() -> now.realm.invoker.answers.undeliverable(now, invocation.request(), Messages.reason(why)));
        }
    }

    @Override
    public void unsendable(Message message) {
        context.counters().messagesTooLarge.increment();
        String text = Elements.message(message.type()) + " would be longer than the "
                + link.connection().maxMessageBytes() + " octets that the peer takes";
        later(() -> {
            context.log().complain(link, "is closed: " + text);
            link.drop(CloseReason.TOO_LARGE, text);
        });
    }

    /** The outbox is locked while it tells, and what follows takes other locks. */
    private void later(Link.Task task) {
        context.timer().after(0, () -> link.guard(task));
    }
}
