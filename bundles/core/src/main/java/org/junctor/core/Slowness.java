package org.junctor.core;

/**
 * What becomes of EVENTs for a peer that is slow, and from when to when it is: from the moment at which its outbox is full until half
 * of what may wait is free again. Guarded by the lock of its {@link Outbox}.
 */
final class Slowness {
    private final Queued queue;
    private final Context context;
    private final Outbox.Owner owner;
    /** How many EVENTs it has missed since it is slow. */
    private long missed;

    Slowness(Queued queue, Context context, Outbox.Owner owner) {
        this.queue = queue;
        this.context = context;
        this.owner = owner;
    }

    /** Whether as much waits as may. */
    boolean full() {
        return queue.bytes() >= context.waiting().fullBytes()
                || queue.messages() >= context.limits().outbox().maxMessages();
    }

    /** Whether so little waits that it is worth while to go on. */
    boolean relieved() {
        return queue.bytes() <= context.waiting().fullBytes() / 2
                && queue.messages() <= context.limits().outbox().maxMessages() / 2;
    }

    /** The peer is slow. */
    void begin(SlowPolicy policy) {
        missed = 0;
        owner.slow(policy);
    }

    /** It is not any more. */
    void end() {
        owner.caughtUp(missed);
    }

    /**
     * Whether an EVENT may wait, as a policy that drops or blocks has it; makes room for it.
     *
     * @param full whether there was no room for it, and has not been since
     * @param patient whether its publisher waits
     */
    boolean admits(SlowPolicy policy, Encoded event, boolean full, boolean patient) {
        if (policy == SlowPolicy.CONFLATE && queue.supersede(event.origin())) {
            context.counters().eventsConflated.increment();
            missed++;
            return true;
        }
        if (!full || (policy == SlowPolicy.BLOCK_PUBLISHER && patient)) {
            return true;
        }
        int dropped = 1;
        boolean admitted = false;
        if (policy == SlowPolicy.DROP_OLDEST || policy == SlowPolicy.CONFLATE) {
            int max = context.limits().outbox().maxMessages();
            dropped = queue.dropOldest(context.waiting().fullBytes(), max);
            admitted = !full();
            dropped += admitted ? 0 : 1;
        }
        context.counters().eventsDropped.add(dropped);
        missed += dropped;
        return admitted;
    }
}
