package org.junctor.core;

import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which of a registration's callees gets a call: REGISTER.Options.invoke (spec: "Shared Registration"). {@link #LEAST} and
 * {@link #STICKY} are this router's own.
 */
enum InvocationPolicy {
    /** The one there is. */
    SINGLE {
        @Override
        @Nullable
        Callee choose(Callee[] callees, PendingCall call, AtomicInteger cursor) {
            return FIRST.choose(callees, call, cursor);
        }
    },
    /** The one that registered first, and the next only if that is gone. */
    FIRST {
        @Override
        @Nullable
        Callee choose(Callee[] callees, PendingCall call, AtomicInteger cursor) {
            for (Callee callee : callees) {
                if (call.mayGoTo(callee)) {
                    return callee.free() ? callee : null;
                }
            }
            return null;
        }
    },
    /** The one that registered last. */
    LAST {
        @Override
        @Nullable
        Callee choose(Callee[] callees, PendingCall call, AtomicInteger cursor) {
            for (int i = callees.length - 1; i >= 0; i--) {
                if (call.mayGoTo(callees[i])) {
                    return callees[i].free() ? callees[i] : null;
                }
            }
            return null;
        }
    },
    /** Any. */
    RANDOM {
        @Override
        @Nullable
        Callee choose(Callee[] callees, PendingCall call, AtomicInteger cursor) {
            Callee chosen = null;
            int seen = 0;
            for (Callee callee : callees) {
                if (call.mayGoTo(callee) && callee.free()) {
                    seen++;
                    chosen = ThreadLocalRandom.current().nextInt(seen) == 0 ? callee : chosen;
                }
            }
            return chosen;
        }
    },
    /** One after the other, in the order in which they registered. */
    ROUNDROBIN {
        @Override
        @Nullable
        Callee choose(Callee[] callees, PendingCall call, AtomicInteger cursor) {
            int start =
                    cursor.getAndIncrement(); // once: others who move on meanwhile must not make this one miss a callee
            for (int i = 0; i < callees.length; i++) {
                Callee callee = callees[Math.floorMod(start + i, callees.length)];
                if (call.mayGoTo(callee) && callee.free()) {
                    if (i > 0) {
                        cursor.addAndGet(i);
                    }
                    return callee;
                }
            }
            cursor.addAndGet(callees.length - 1);
            return null;
        }
    },
    /** The one that has the fewest calls to answer. */
    LEAST {
        @Override
        @Nullable
        Callee choose(Callee[] callees, PendingCall call, AtomicInteger cursor) {
            int start = cursor.getAndIncrement();
            Callee chosen = null;
            int fewest = Integer.MAX_VALUE;
            for (int i = 0; i < callees.length; i++) {
                Callee callee = callees[Math.floorMod(start + i, callees.length)];
                int running = callee.running.get();
                if (running < fewest && call.mayGoTo(callee) && callee.free()) {
                    chosen = callee;
                    fewest = running;
                }
            }
            return chosen;
        }
    },
    /**
     * The same one for the same CALL.Options.rkey, or for the same caller where there is none. When a callee comes or goes only its
     * own share of the keys moves (rendezvous hashing).
     */
    STICKY {
        @Override
        @Nullable
        Callee choose(Callee[] callees, PendingCall call, AtomicInteger cursor) {
            String rkey = call.rkey();
            long key = rkey == null ? call.caller.id() : hash(rkey);
            Callee chosen = null;
            long highest = 0;
            for (Callee callee : callees) {
                long weight = mix(key ^ mix(callee.session.id()));
                if (call.mayGoTo(callee) && (chosen == null || weight > highest)) {
                    chosen = callee;
                    highest = weight;
                }
            }
            return chosen == null || !chosen.free() ? null : chosen;
        }
    };

    /** Who gets the call; null if nobody is left, or nobody who may is free now. */
    abstract @Nullable Callee choose(Callee[] callees, PendingCall call, AtomicInteger cursor);

    /** The policy that the option {@code invoke} names: {@link #SINGLE} for null; null if there is none of that name. */
    static @Nullable InvocationPolicy of(@Nullable String text) {
        if (text == null) {
            return SINGLE;
        }
        for (InvocationPolicy policy : values()) {
            if (policy.text().equals(text)) {
                return policy;
            }
        }
        return null;
    }

    /** As the option {@code invoke} has it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static long hash(String text) {
        long hash = 0;
        for (int i = 0; i < text.length(); i++) {
            hash = hash * 1_000_003 + text.charAt(i);
        }
        return mix(hash);
    }

    /** Spreads the bits (the finalizer of MurmurHash3). */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
