package org.junctor.auth.jwt;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that a server tells. They are fetched when somebody needs them, again after ten minutes, and sooner when a token names a key that
 * is not among them, but not more often than once a minute: or strangers could have the router ask the server all the time. While the
 * server cannot be asked, they stay as they were.
 */
final class KeyUrl implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(KeyUrl.class);
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    private static final long REST_MS = 60_000;
    private static final long GOOD_MS = 600_000;
    /** For all of it, however slowly the server answers; less than the router takes for a log-in. */
    private static final int TIMEOUT_MS = 3000;

    private static final int MOST_BYTES = 1 << 20;
    private static final int CHUNK_BYTES = 8192;

    private final URI url;
    private final LongSupplier clockMs;
    private final Executor fetcher;
    private final int timeoutMs;
    private @Nullable JWKSet known;
    private long knownSinceMs;
    private @Nullable Long triedMs;
    private @Nullable CompletableFuture<JWKSet> running;

    /**
     * Over this address.
     *
     * @throws IllegalArgumentException if it is none by which secrets of trust may travel
     */
    KeyUrl(String url, LongSupplier clockMs, Executor fetcher) {
        this(url, clockMs, fetcher, TIMEOUT_MS);
    }

    /** For tests, which have less time. */
    KeyUrl(String url, LongSupplier clockMs, Executor fetcher, int timeoutMs) {
        this.url = checked(url);
        this.clockMs = clockMs;
        this.fetcher = fetcher;
        this.timeoutMs = timeoutMs;
    }

    private static URI checked(String text) {
        try {
            URI uri = new URI(text);
            boolean safe = "https".equals(uri.getScheme())
                    || ("http".equals(uri.getScheme())
                            && uri.getHost() != null
                            && LOOPBACK.matcher(uri.getHost()).matches());
            if (safe && uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException none) {
            LOG.debug("{} is no address", text, none);
        }
        throw new IllegalArgumentException("jwks_url must begin with https://, or be http:// of this machine");
    }

    @Override
    public synchronized CompletionStage<JWKSet> keys(Predicate<JWKSet> enough) {
        JWKSet now = known;
        long time = clockMs.getAsLong();
        if (now != null && enough.test(now) && time - knownSinceMs < GOOD_MS) {
            return CompletableFuture.completedFuture(now);
        }
        CompletableFuture<JWKSet> under = running;
        if (under != null) {
            return patiently(under, now);
        }
        if (triedMs != null && time - triedMs < REST_MS) {
            return now == null
                    ? CompletableFuture.failedFuture(
                            new IOException("the issuer's keys could not be fetched a moment ago"))
                    : CompletableFuture.completedFuture(now);
        }
        triedMs = time;
        CompletableFuture<JWKSet> fetching = new CompletableFuture<>();
        running = fetching;
        try {
            fetcher.execute(() -> fetch(fetching));
        } catch (RejectedExecutionException full) {
            running = null;
            fetching.completeExceptionally(full);
        }
        return patiently(fetching, now);
    }

    /** Not even a name server that does not answer may keep those out whose key is known. */
    private CompletableFuture<JWKSet> patiently(CompletableFuture<JWKSet> fetching, @Nullable JWKSet known) {
        return known == null || fetching.isDone()
                ? fetching
                : fetching.copy().completeOnTimeout(known, timeoutMs, TimeUnit.MILLISECONDS);
    }

    private void fetch(CompletableFuture<JWKSet> fetching) {
        JWKSet fetched = null;
        String problem = "";
        try {
            fetched = KeySource.parse(get());
        } catch (IOException | RuntimeException failed) { // what parses foreign text may fail in any way
            problem = String.valueOf(failed.getMessage());
            LOG.error("the keys at {} cannot be fetched: {}", url, problem);
        }
        JWKSet result;
        synchronized (this) {
            running = null;
            if (fetched != null) {
                known = fetched;
                knownSinceMs = clockMs.getAsLong();
            }
            result = known;
        }
        if (result == null) {
            fetching.completeExceptionally(new CompletionException(new IOException(problem)));
        } else {
            fetching.complete(result);
        }
    }

    private String get() throws IOException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        try {
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout(timeoutMs / 2);
            connection.setReadTimeout(timeoutMs / 2);
            connection.setUseCaches(false);
            CompletableFuture.delayedExecutor(timeoutMs, TimeUnit.MILLISECONDS)
                    .execute(connection::disconnect); // from a server that sends its header bit by bit
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("the server answers with status " + connection.getResponseCode());
            }
            try (InputStream in = connection.getInputStream()) {
                return new String(octets(in, until), StandardCharsets.UTF_8);
            }
        } finally {
            connection.disconnect();
        }
    }

    private static byte[] octets(InputStream in, long until) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[CHUNK_BYTES];
        for (int length = in.read(some); length >= 0; length = in.read(some)) {
            all.write(some, 0, length);
            if (all.size() > MOST_BYTES) {
                throw new IOException("the server answers with more than a set of keys can be");
            }
            if (System.nanoTime() - until > 0) {
                throw new IOException("the server answers too slowly");
            }
        }
        return all.toByteArray();
    }
}
