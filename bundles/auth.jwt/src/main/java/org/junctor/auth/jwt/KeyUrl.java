package org.junctor.auth.jwt;

import com.nimbusds.jose.jwk.JWKSet;
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
    private static final int TIMEOUT_MS = 3000;
    private static final int MOST_BYTES = 1 << 20;

    private final URI url;
    private final LongSupplier clockMs;
    private final Executor fetcher;
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
        this.url = checked(url);
        this.clockMs = clockMs;
        this.fetcher = fetcher;
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
            return under;
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
        return fetching;
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
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        try {
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            connection.setUseCaches(false);
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("the server answers with status " + connection.getResponseCode());
            }
            try (InputStream in = connection.getInputStream()) {
                byte[] octets = in.readNBytes(MOST_BYTES + 1);
                if (octets.length > MOST_BYTES) {
                    throw new IOException("the server answers with more than a set of keys can be");
                }
                return new String(octets, StandardCharsets.UTF_8);
            }
        } finally {
            connection.disconnect();
        }
    }
}
