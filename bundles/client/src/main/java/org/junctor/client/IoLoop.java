package org.junctor.client;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that reads and writes all connections of a factory. What other threads and its own connections want to
 * send is written at the end of each pass, in one go per connection. It ends with its last user.
 */
final class IoLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(IoLoop.class);

    private final Selector selector = Selector.open();
    private final Thread thread = new Thread(this, "junctor-client-io");
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private int users = 1;

    /** A loop with its first user. */
    IoLoop() throws IOException {
        thread.setDaemon(true);
        thread.start();
    }

    /** Counts one more user; false if the loop has ended, so that a new one is needed. */
    synchronized boolean join() {
        if (users == 0) {
            return false;
        }
        users++;
        return true;
    }

    /** A user is gone. */
    synchronized void leave() {
        users = Math.max(0, users - 1);
    }

    Selector selector() {
        return selector;
    }

    /** Runs a task on the thread, at the end of the pass that it is in. */
    void execute(Runnable task) {
        tasks.add(task);
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    @Override
    public void run() {
        try (selector) {
            pass();
        } catch (IOException e) {
            LOG.debug("Closing the selector: {}", e.getMessage());
        }
        runTasks();
    }

    private void pass() {
        try {
            while (!ended()) {
                selector.select(key -> ((SocketConnection) key.attachment()).ready(key));
                runTasks();
            }
        } catch (IOException e) {
            LOG.error("The connections of the client are lost", e);
            broken(e);
        }
    }

    /** The selector has failed: no connection would ever hear of anything again. */
    private void broken(IOException cause) {
        synchronized (this) {
            users = 0;
        }
        for (SelectionKey key : List.copyOf(selector.keys())) {
            ((SocketConnection) key.attachment()).broken(cause);
        }
    }

    private synchronized boolean ended() {
        return users == 0;
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** What a connection waits for. */
    static void interest(SelectionKey key, int operations) {
        if (key.isValid() && key.interestOps() != operations) {
            key.interestOps(operations);
        }
    }
}
