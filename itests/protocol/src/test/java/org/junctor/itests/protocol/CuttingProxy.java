package org.junctor.itests.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between clients and a router, and cuts each connection after some octet that it picks: half of them with a reset. */
final class CuttingProxy implements AutoCloseable {
    private final InetSocketAddress router;
    private final Random random;
    private final int mostOctets;
    private final ServerSocket listening;
    private final AtomicInteger cuts = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** Begins to take connections; it lets at most {@code mostOctets} pass in one direction. */
    CuttingProxy(InetSocketAddress router, Random random, int mostOctets) {
        this.router = router;
        this.random = random;
        this.mostOctets = mostOctets;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        begin(this::accept);
    }

    /** Where clients connect. */
    InetSocketAddress address() {
        return new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort());
    }

    /** How many connections it has cut. */
    int cuts() {
        return cuts.get();
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket server = new Socket(router.getAddress(), router.getPort());
                open.add(client);
                open.add(server);
                int out = random.nextInt(mostOctets); // by this thread, so that a seed gives the same cuts again
                int back = random.nextInt(mostOctets);
                begin(() -> copy(client, server, out));
                begin(() -> copy(server, client, back));
            }
        } catch (SocketException e) {
            return; // closed: the test is over
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void copy(Socket from, Socket to, int most) {
        byte[] octets = new byte[4096];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int left = most;
            while (left > 0) {
                int count = in.read(octets, 0, Math.min(left, octets.length));
                if (count < 0) {
                    left = -1;
                } else {
                    out.write(octets, 0, count);
                    left -= count;
                }
            }
            cut(from, to, left == 0 && most % 2 == 0);
        } catch (IOException e) {
            cut(from, to, false); // the other direction was cut, or one of the two has closed it
        }
    }

    private void cut(Socket from, Socket to, boolean reset) {
        if (!open.remove(from) || !open.remove(to)) {
            return; // the other direction did
        }
        cuts.incrementAndGet();
        try (from;
                to) {
            if (reset) {
                from.setSoLinger(true, 0);
                to.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void begin(Runnable work) {
        Thread thread = new Thread(work, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }
}
