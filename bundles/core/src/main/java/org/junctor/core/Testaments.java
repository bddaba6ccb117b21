package org.junctor.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Publish;
import org.junctor.api.message.Reason;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Disclosure;

/** What is published in the name of a session when it ends (spec: "Session Testament"). */
final class Testaments {
    private static final int OVERHEAD_BYTES = 64;

    private final Waiting waiting;
    private final List<Testament> all = new ArrayList<>();
    private long bytes;
    private boolean over;

    Testaments(Waiting waiting) {
        this.waiting = waiting;
    }

    /** When a testament is published. Sessions that end here cannot be resumed, so the one follows the other. */
    enum Scope {
        DETACHED,
        DESTROYED;

        /** The scope of this name; {@link #DESTROYED} for null. */
        static Scope of(@Nullable String name) throws Refusal {
            if (name == null || name.equals("destroyed")) {
                return DESTROYED;
            }
            if (name.equals("detached")) {
                return DETACHED;
            }
            throw MetaCall.invalid("'scope' must be destroyed or detached");
        }
    }

    /** One publication to come, and what was decided of it when it was left. */
    record Testament(Scope scope, Publish message, Decision decision) {
        /** The same by another decision. */
        Testament by(Decision other) {
            return new Testament(scope, message, other);
        }

        /** Whether the publisher asks to be disclosed, and is not to be. */
        boolean undisclosed() {
            return decision.disclosure() == Disclosure.NEVER
                    && Boolean.TRUE.equals(message.options().entries().get("disclose_me"));
        }

        private long size() {
            return (long) OVERHEAD_BYTES + Messages.size(message);
        }
    }

    /** Adds one; it is forgotten if the session has ended already. */
    synchronized void add(Testament testament, PubSubLimits limits) throws Refusal {
        if (over) {
            return;
        }
        if (all.size() >= limits.testamentsMax() || bytes + testament.size() > limits.testamentsMaxBytes()) {
            throw new Refusal(
                    Reason.QUOTA_EXCEEDED,
                    "a session may leave " + limits.testamentsMax() + " testaments of " + limits.testamentsMaxBytes()
                            + " octets in all");
        }
        if (!waiting.take(testament.size())) {
            throw new Refusal(Reason.QUOTA_EXCEEDED, "all sessions together may leave no more now");
        }
        all.add(testament);
        bytes += testament.size();
    }

    /** Those that there are now. */
    synchronized List<Testament> left() {
        return List.copyOf(all);
    }

    /** Another takes the place of one, if that is still there. */
    @SuppressWarnings("ReferenceEquality") // two that say the same are two
    synchronized void replace(Testament testament, Testament other) {
        all.replaceAll(each -> each == testament ? other : each);
    }

    /** Forgets one; false if it is not there any more. */
    @SuppressWarnings("ReferenceEquality") // two that say the same are two
    synchronized boolean remove(Testament testament) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) == testament) {
                all.remove(i);
                forget(testament);
                return true;
            }
        }
        return false;
    }

    /** Forgets those of one scope. */
    synchronized void flush(Scope scope) {
        all.removeIf(testament -> {
            boolean meant = testament.scope == scope;
            if (meant) {
                forget(testament);
            }
            return meant;
        });
    }

    /** All of them, in the order in which they are to be published; none can be added from now on. */
    synchronized List<Testament> open() {
        over = true;
        List<Testament> ordered = new ArrayList<>(all.size());
        for (Scope scope : Scope.values()) {
            for (Testament testament : all) {
                if (testament.scope == scope) {
                    ordered.add(testament);
                }
            }
        }
        all.forEach(this::forget);
        all.clear();
        return ordered;
    }

    private void forget(Testament testament) {
        bytes -= testament.size();
        waiting.give(testament.size());
    }
}
