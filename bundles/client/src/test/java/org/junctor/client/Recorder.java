package org.junctor.client;

import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junctor.api.transport.Receiver;

/** Keeps what a channel delivers. */
final class Recorder implements Receiver {
    final BlockingQueue<byte[]> messages = new LinkedBlockingQueue<>();
    final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
    final AtomicInteger writable = new AtomicInteger();

    @Override
    public void receive(byte[] octets, int offset, int length) {
        messages.add(Arrays.copyOfRange(octets, offset, offset + length));
    }

    @Override
    public void writable() {
        writable.incrementAndGet();
    }

    @Override
    public void closed(String reason) {
        closed.add(reason);
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T item = queue.poll(5, TimeUnit.SECONDS);
        if (item == null) {
            throw new AssertionError("nothing came within 5 s");
        }
        return item;
    }
}
