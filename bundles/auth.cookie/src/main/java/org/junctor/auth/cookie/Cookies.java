package org.junctor.auth.cookie;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.CookieTracker;
import org.junctor.api.security.SessionInfo;
import org.junctor.api.transport.Peer;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The cookies of all paths: who has which, and who has logged in by it. */
@Component(service = {CookieTracker.class, Cookies.class})
public final class Cookies implements CookieTracker {
    /** Between the listener's id and the cookie, in marks. */
    private static final char SEPARATOR = '\n';

    /** Methods by which nobody is known, or for a time only that the cookie would outlast. */
    private static final Set<String> NOT_REMEMBERED = Set.of("anonymous", "jwt");

    private static final long STOP_MS = 5000;

    private final Path folder;
    private final LongSupplier clock;
    private final SecureRandom random = new SecureRandom();
    private final ExecutorService writer;
    private final Map<String, CookieSettings> settings = new ConcurrentHashMap<>();
    private final Map<String, LoginStore> stores = new ConcurrentHashMap<>();
    private final Map<String, Set<Long>> sessions = new ConcurrentHashMap<>();
    private volatile LongConsumer closer = session -> {};

    /** As a component. */
    @Activate
    public Cookies(BundleContext framework) {
        this(folder(framework), System::currentTimeMillis);
    }

    Cookies(Path folder, LongSupplier clock) {
        this.folder = folder;
        this.clock = clock;
        writer = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "junctor-cookies");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static Path folder(BundleContext framework) {
        String node = framework.getProperty("junctor.node");
        return Path.of(node == null ? "" : node);
    }

    /** Waits until everything is written. */
    @Deactivate
    void stop() throws InterruptedException {
        writer.shutdown();
        writer.awaitTermination(STOP_MS, TimeUnit.MILLISECONDS);
    }

    /** Who closes sessions. */
    void closer(LongConsumer next) {
        closer = next;
    }

    /** Reads the file of logins, so that the first client does not wait for it. */
    @Override
    public void prepare(String listener, Map<?, ? extends @Nullable Object> keys) {
        writer.execute(() -> {
            LoginStore unused = store(listener, CookieSettings.of(keys));
        });
    }

    @Override
    public Tracked track(String listener, Map<?, ? extends @Nullable Object> keys, Peer peer) {
        CookieSettings now = CookieSettings.of(keys);
        settings.put(listener, now);
        String brought = peer.cookies().get(now.name());
        if (brought != null && store(listener, now).find(brought) != null) {
            return new Tracked(peer.marked(listener + SEPARATOR + brought), null);
        }
        byte[] octets = new byte[now.length()];
        random.nextBytes(octets);
        String value = Base64.getUrlEncoder().encodeToString(octets).substring(0, now.length());
        return new Tracked(peer.marked(listener + SEPARATOR + value), now.header(value, peer.secure()));
    }

    private LoginStore store(String listener, CookieSettings now) {
        String file = now.file();
        if (file == null) {
            return stores.computeIfAbsent(listener, missing -> new LoginStore(Map.of(), clock, () -> {}));
        }
        Path path = folder.resolve(file).toAbsolutePath().normalize();
        return stores.computeIfAbsent(path.toString(), missing -> stored(new LoginFile(path), now.purge()));
    }

    private LoginStore stored(LoginFile file, boolean purge) {
        AtomicBoolean planned = new AtomicBoolean();
        LoginStore[] made = new LoginStore[1];
        made[0] = new LoginStore(purge ? Map.of() : file.read(), clock, () -> {
            if (planned.compareAndSet(false, true)) {
                writer.execute(() -> {
                    planned.set(false);
                    file.write(made[0].all());
                });
            }
        });
        return made[0];
    }

    private @Nullable LoginStore storeOf(String mark) {
        String listener = mark.substring(0, mark.indexOf(SEPARATOR));
        CookieSettings now = settings.get(listener);
        return now == null ? null : store(listener, now);
    }

    private static String cookie(String mark) {
        return mark.substring(mark.indexOf(SEPARATOR) + 1);
    }

    /** Who has logged in by this client's cookie before. */
    @Nullable
    Login find(@Nullable String mark) {
        LoginStore store = mark == null || mark.indexOf(SEPARATOR) < 0 ? null : storeOf(mark);
        return store == null || mark == null ? null : store.find(cookie(mark));
    }

    /** A session begins. */
    void joined(SessionInfo session) {
        String mark = session.peer().mark();
        LoginStore store = mark == null ? null : storeOf(mark);
        if (mark == null || store == null) {
            return;
        }
        sessions.compute(mark, (key, ids) -> {
            Set<Long> all = ids == null ? ConcurrentHashMap.newKeySet() : ids;
            all.add(session.id());
            return all;
        });
        boolean remembered = session.authprovider().equals(CookieAuthenticator.NAME);
        if (!remembered && !NOT_REMEMBERED.contains(session.authmethod())) {
            String listener = mark.substring(0, mark.indexOf(SEPARATOR));
            CookieSettings now = settings.get(listener);
            long age = now == null ? 0 : now.maxAgeMs();
            store.remember(
                    cookie(mark),
                    new Login(
                            session.authid(),
                            session.authrole(),
                            session.authmethod(),
                            session.realm(),
                            session.authextra().entries(),
                            clock.getAsLong() + age));
        }
    }

    /** A session is over. */
    void left(SessionInfo session, boolean logout) {
        String mark = session.peer().mark();
        LoginStore store = mark == null ? null : storeOf(mark);
        if (mark == null || store == null) {
            return;
        }
        if (logout) {
            store.forget(cookie(mark));
        }
        sessions.computeIfPresent(mark, (key, ids) -> {
            ids.remove(session.id());
            return ids.isEmpty() ? null : ids;
        });
        if (logout) {
            for (long other : sessions.getOrDefault(mark, Set.of())) {
                closer.accept(other);
            }
        }
    }

    /** Forgets the cookies of somebody; answers how many there were. */
    int purge(String authid) {
        return stores.values().stream().mapToInt(store -> store.purge(authid)).sum();
    }
}
