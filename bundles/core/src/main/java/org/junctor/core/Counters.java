package org.junctor.core;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What the core counts. Each counter is a field, so that counting costs an addition. */
final class Counters {
    final LongAdder sessionsOpened = new LongAdder();
    final LongAdder sessionsClosed = new LongAdder();
    final LongAdder sessionsRefused = new LongAdder();
    final LongAdder publishersPaused = new LongAdder();
    final LongAdder memoryHigh = new LongAdder();
    final LongAdder memoryCritical = new LongAdder();
    final LongAdder handshakesLate = new LongAdder();
    final LongAdder urisRefused = new LongAdder();
    final LongAdder handshakesRefused = new LongAdder();
    final LongAdder loginsDenied = new LongAdder();
    final LongAdder loginsFailed = new LongAdder();
    final LongAdder loginsLate = new LongAdder();
    final LongAdder loginsThrottled = new LongAdder();
    final LongAdder loginsDelayed = new LongAdder();
    final LongAdder loginsWithoutMethod = new LongAdder();
    final LongAdder principalsClosed = new LongAdder();
    final LongAdder violations = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder calls = new LongAdder();
    final LongAdder results = new LongAdder();
    final LongAdder callsInFlight = new LongAdder();
    final LongAdder callersPaused = new LongAdder();
    final LongAdder callsUnavailable = new LongAdder();
    final LongAdder callsRefused = new LongAdder();
    final LongAdder callsQueued = new LongAdder();
    final LongAdder callQueueFull = new LongAdder();
    final LongAdder callsTimedOut = new LongAdder();
    final LongAdder callsRerouted = new LongAdder();
    final LongAdder registrationsRefused = new LongAdder();
    final LongAdder reflectionRefused = new LongAdder();
    final LongAdder publications = new LongAdder();
    final LongAdder eventsSent = new LongAdder();
    final LongAdder eventsEncoded = new LongAdder();
    final LongAdder eventsDropped = new LongAdder();
    final LongAdder eventsConflated = new LongAdder();
    final LongAdder publicationsPaused = new LongAdder();
    final LongAdder publicationsOverdue = new LongAdder();
    final LongAdder eventsTooLarge = new LongAdder();
    final LongAdder eventsUnconvertible = new LongAdder();
    final LongAdder retainedRefused = new LongAdder();
    final LongAdder historyStored = new LongAdder();
    final LongAdder historyFailed = new LongAdder();
    final LongAdder historyWaits = new LongAdder();
    final LongAdder quotasExceeded = new LongAdder();
    final LongAdder outboxQueued = new LongAdder();
    final LongAdder outboxFull = new LongAdder();
    final LongAdder outboxOverflow = new LongAdder();
    final LongAdder outboxStalled = new LongAdder();
    final LongAdder messagesTooLarge = new LongAdder();
    final LongAdder parked = new LongAdder();
    final LongAdder parkedFull = new LongAdder();
    final LongAdder largeMessages = new LongAdder();
    final LongAdder largeInline = new LongAdder();
    final LongAdder revoked = new LongAdder();
    final LongAdder graceExpired = new LongAdder();

    /** All that only grow, by the name that operators see. */
    Map<String, Long> snapshot() {
        Map<String, Long> all = new TreeMap<>();
        putSessions(all);
        putLogins(all);
        all.put("protocol.violations", violations.sum());
        all.put("failures", failures.sum());
        all.put("reflection.refused", reflectionRefused.sum());
        putCalls(all);
        all.put("publications", publications.sum());
        all.put("events.sent", eventsSent.sum());
        all.put("events.encoded", eventsEncoded.sum());
        all.put("events.dropped", eventsDropped.sum());
        all.put("events.conflated", eventsConflated.sum());
        all.put("publications.paused", publicationsPaused.sum());
        all.put("publications.overdue", publicationsOverdue.sum());
        all.put("events.too.large", eventsTooLarge.sum());
        all.put("events.unconvertible", eventsUnconvertible.sum());
        all.put("retained.refused", retainedRefused.sum());
        all.put("history.stored", historyStored.sum());
        all.put("history.failed", historyFailed.sum());
        all.put("history.waits", historyWaits.sum());
        all.put("quotas.exceeded", quotasExceeded.sum());
        all.put("outbox.queued", outboxQueued.sum());
        all.put("outbox.full", outboxFull.sum());
        all.put("outbox.overflow", outboxOverflow.sum());
        all.put("outbox.stalled", outboxStalled.sum());
        all.put("messages.too.large", messagesTooLarge.sum());
        all.put("parked", parked.sum());
        all.put("parked.full", parkedFull.sum());
        all.put("large.messages", largeMessages.sum());
        all.put("large.inline", largeInline.sum());
        all.put("permissions.revoked", revoked.sum());
        all.put("grace.expired", graceExpired.sum());
        return all;
    }

    private void putSessions(Map<String, Long> all) {
        all.put("sessions.opened", sessionsOpened.sum());
        all.put("sessions.closed", sessionsClosed.sum());
        all.put("sessions.refused", sessionsRefused.sum());
        all.put("publishers.paused", publishersPaused.sum());
        all.put("memory.high", memoryHigh.sum());
        all.put("memory.critical", memoryCritical.sum());
        all.put("handshakes.late", handshakesLate.sum());
        all.put("uris.refused", urisRefused.sum());
        all.put("handshakes.refused", handshakesRefused.sum());
    }

    private void putLogins(Map<String, Long> all) {
        all.put("auth.denied", loginsDenied.sum());
        all.put("auth.failed", loginsFailed.sum());
        all.put("auth.timed.out", loginsLate.sum());
        all.put("auth.throttled", loginsThrottled.sum());
        all.put("auth.delayed", loginsDelayed.sum());
        all.put("auth.no.method", loginsWithoutMethod.sum());
        all.put("auth.removed", principalsClosed.sum());
    }

    private void putCalls(Map<String, Long> all) {
        all.put("calls", calls.sum());
        all.put("calls.results", results.sum());
        all.put("calls.paused", callersPaused.sum());
        all.put("calls.unavailable", callsUnavailable.sum());
        all.put("calls.refused", callsRefused.sum());
        all.put("calls.queued", callsQueued.sum());
        all.put("calls.queue.full", callQueueFull.sum());
        all.put("calls.timed.out", callsTimedOut.sum());
        all.put("calls.rerouted", callsRerouted.sum());
        all.put("registrations.refused", registrationsRefused.sum());
    }
}
