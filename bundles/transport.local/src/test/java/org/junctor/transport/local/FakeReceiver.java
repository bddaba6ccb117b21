package org.junctor.transport.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junctor.api.transport.Receiver;

/** Keeps what it is told, and sees to it that calls do not overlap. */
class FakeReceiver implements Receiver {
    private final LinkedBlockingQueue<String> calls = new LinkedBlockingQueue<>();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile String thread = "";

    @Override
    public void receive(byte[] octets, int offset, int length) {
        call("receive " + new String(octets, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void writable() {
        call("writable");
    }

    @Override
    public void closed(String reason) {
        call("closed " + reason);
    }

    private void call(String text) {
        String others = inside.incrementAndGet() == 1 ? "" : "overlapping ";
        thread = Thread.currentThread().getName();
        calls.add(others + text);
        inside.decrementAndGet();
    }

    /** The thread of the last call. */
    String thread() {
        return thread;
    }

    String next() throws InterruptedException {
        return Objects.requireNonNullElse(calls.poll(10, TimeUnit.SECONDS), "nothing within 10 s");
    }

    void expect(String... expected) throws InterruptedException {
        for (String call : expected) {
            assertEquals(call, next());
        }
    }

    void expectNothingElse() {
        assertNull(calls.peek());
    }
}
