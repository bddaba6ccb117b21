package org.junctor.auth.cookie;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Hello;
import org.junctor.api.message.Options;
import org.junctor.api.security.AuthRequest;
import org.junctor.api.security.AuthResult;
import org.junctor.api.security.CookieTracker.Tracked;
import org.junctor.api.security.SessionInfo;
import org.junctor.api.transport.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CookiesTest {
    private static final Map<String, Object> MEMORY = Map.of("max_age", 60L);
    private static final Map<String, Object> FILE =
            Map.of("max_age", 60L, "store", Map.of("type", "file", "filename", "cookies.json"));

    private final Path folder;
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final List<Long> closed = new ArrayList<>();
    private Cookies subject;
    private long lastSession;

    CookiesTest(@TempDir Path folder) {
        this.folder = folder;
        subject = new Cookies(folder, clock::get);
        subject.closer(closed::add);
    }

    @AfterEach
    void stop() throws InterruptedException {
        subject.stop();
    }

    private static Peer browser(String... cookies) {
        Map<String, String> all = cookies.length == 0 ? Map.of() : Map.of("cbtid", cookies[0]);
        return new Peer("websocket", "127.0.0.1:1", false, Map.of(), all, null);
    }

    private Tracked open(Map<String, Object> settings, String... cookies) {
        return subject.track("t1/ws", settings, browser(cookies));
    }

    private static String value(Tracked tracked) {
        String header = String.valueOf(tracked.setCookie());
        return header.substring(header.indexOf('=') + 1, header.indexOf(';'));
    }

    private SessionInfo session(Tracked tracked, String authid, String provider) {
        return new SessionInfo(
                ++lastSession,
                "realm1",
                authid,
                "guest",
                "ticket",
                provider,
                Options.EMPTY,
                Options.of("floor", 3L),
                tracked.peer());
    }

    private SessionInfo login(Tracked tracked, String authid) {
        SessionInfo session = session(tracked, authid, "static");
        subject.joined(session);
        return session;
    }

    private AuthResult hello(Tracked tracked, String realm) {
        AuthRequest request = new AuthRequest(
                realm,
                1,
                new Hello(realm, Options.EMPTY),
                tracked.peer(),
                Map.of(),
                query -> CompletableFuture.completedFuture(null));
        return new CookieAuthenticator(subject)
                .begin(request)
                .toCompletableFuture()
                .join();
    }

    @Test
    void whoHasLoggedInIsKnownAgainByTheCookie() {
        Tracked first = open(MEMORY);
        String cookie = value(first);
        assertInstanceOf(AuthResult.Pass.class, hello(first, "realm1"));
        login(first, "joe");

        Tracked again = open(MEMORY, cookie);

        assertNull(again.setCookie(), "it keeps its cookie");
        AuthResult.Accept joe = assertInstanceOf(AuthResult.Accept.class, hello(again, "realm1"));
        assertEquals("joe", joe.authid());
        assertEquals("guest", joe.authrole());
        assertEquals("cookie", joe.provider());
        assertEquals("ticket", joe.method());
        assertEquals(Map.of("floor", 3L), joe.extra().entries());
        assertInstanceOf(AuthResult.Pass.class, hello(again, "realm2"));
    }

    @Test
    void aCookieThatNobodyHasLoggedInByIsNeverAdopted() {
        Tracked planted = open(MEMORY, "chosen-by-an-attacker-000");
        assertNotEquals("chosen-by-an-attacker-000", value(planted));
        login(planted, "joe");

        assertInstanceOf(AuthResult.Pass.class, hello(open(MEMORY, "chosen-by-an-attacker-000"), "realm1"));
        Tracked before = open(MEMORY);
        assertNotEquals(value(before), value(open(MEMORY, value(before))), "nor one of ours before a login");
    }

    @Test
    void aCookieOfSomebodyElseBelongsToNobodyAfterAnotherLogin() {
        Tracked attacker = open(MEMORY);
        login(attacker, "eve");
        Tracked victim = open(MEMORY, value(attacker));

        login(victim, "joe");

        assertInstanceOf(AuthResult.Pass.class, hello(open(MEMORY, value(attacker)), "realm1"));
    }

    @Test
    void theServerCountsTheAge() {
        Tracked first = open(MEMORY);
        login(first, "joe");

        clock.addAndGet(59_999);
        assertInstanceOf(AuthResult.Accept.class, hello(open(MEMORY, value(first)), "realm1"));
        clock.addAndGet(1);

        assertInstanceOf(AuthResult.Pass.class, hello(open(MEMORY, value(first)), "realm1"));
    }

    @Test
    void logoutForgetsTheCookieAndClosesTheOtherSessions() {
        Tracked first = open(MEMORY);
        SessionInfo one = login(first, "joe");
        Tracked again = open(MEMORY, value(first));
        SessionInfo two = session(again, "joe", "cookie");
        subject.joined(two);
        SessionInfo other = login(open(MEMORY), "joe");

        subject.left(one, true);

        assertEquals(List.of(two.id()), closed, "and none of " + other.id());
        assertInstanceOf(AuthResult.Pass.class, hello(open(MEMORY, value(first)), "realm1"));
    }

    @Test
    void purgeForgetsAllOfSomebody() {
        Tracked joe = open(MEMORY);
        login(joe, "joe");
        Tracked eve = open(MEMORY);
        login(eve, "eve");

        assertEquals(1, subject.purge("joe"));

        assertInstanceOf(AuthResult.Pass.class, hello(open(MEMORY, value(joe)), "realm1"));
        assertInstanceOf(AuthResult.Accept.class, hello(open(MEMORY, value(eve)), "realm1"));
    }

    @Test
    void pathsDoNotShareCookiesAndAnonymousIsNotRemembered() {
        Tracked joe = open(MEMORY);
        login(joe, "joe");
        Tracked elsewhere = subject.track("t2/ws", MEMORY, browser(value(joe)));
        assertInstanceOf(AuthResult.Pass.class, hello(elsewhere, "realm1"));

        Tracked nobody = open(MEMORY);
        subject.joined(new SessionInfo(
                9, "realm1", "x", "anonymous", "anonymous", "static", Options.EMPTY, Options.EMPTY, nobody.peer()));
        assertInstanceOf(AuthResult.Pass.class, hello(open(MEMORY, value(nobody)), "realm1"));
        assertInstanceOf(AuthResult.Pass.class, hello(new Tracked(browser("a"), null), "realm1"));
    }

    @Test
    void tenThousandAreRememberedAndNoMore() {
        Tracked first = open(MEMORY);
        login(first, "first");
        for (int i = 0; i < 10_000; i++) {
            login(open(MEMORY), "joe");
        }

        assertInstanceOf(AuthResult.Pass.class, hello(open(MEMORY, value(first)), "realm1"));
        assertEquals(10_000, subject.purge("joe"));
    }

    @Test
    void theFileHasNoCookieAndOutlivesTheRouter() throws Exception {
        Tracked first = open(FILE);
        login(first, "joe");
        subject.stop();
        Path file = folder.resolve("cookies.json");
        assertFalse(Files.readString(file).contains(value(first)), "only its hash");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));

        subject = new Cookies(folder, clock::get);

        AuthResult again = hello(open(FILE, value(first)), "realm1");
        assertEquals("joe", assertInstanceOf(AuthResult.Accept.class, again).authid());
    }

    @Test
    void theFileOfAPathThatWasPreparedIsNotReadByItsFirstClient() throws Exception {
        Tracked first = open(FILE);
        login(first, "joe");
        subject.stop();
        Cookies fresh = new Cookies(folder, clock::get);

        fresh.prepare("t1/ws", FILE);
        fresh.stop(); // when all that was to be done beside is done
        Files.delete(folder.resolve("cookies.json"));

        assertNull(fresh.track("t1/ws", FILE, browser(value(first))).setCookie());
    }

    @Test
    void aBrokenFileIsAnEmptyOne() throws IOException {
        for (String broken :
                List.of("", "[]", "{\"a\": 7}", "{\"a\": null}", "{\"a\": {\"authid\": \"joe\"}}", "null")) {
            Files.writeString(folder.resolve("cookies.json"), broken);
            Cookies fresh = new Cookies(folder, clock::get);

            assertNotNull(fresh.track("t1/ws", FILE, browser("x")).setCookie(), broken);
        }
    }

    @Test
    void theCookieIsSafeUnlessTheSettingsSayOtherwise() {
        String plain = header(Map.of(), false);
        assertTrue(plain.matches("cbtid=[A-Za-z0-9_-]{24}; Path=/; Max-Age=604800; SameSite=Lax; HttpOnly"), plain);
        assertTrue(header(Map.of(), true).endsWith("; Secure"));
        String open = header(
                Map.of("name", "id", "length", 64L, "http_strict", false, "same_site", "None", "secure", false), true);
        assertTrue(open.matches("id=[A-Za-z0-9_-]{64}; Path=/; Max-Age=604800; SameSite=None"), open);
        String forged = header(Map.of("name", "a\r\nb", "length", 1L, "same_site", "x\r\ny"), false);
        assertTrue(forged.matches("cbtid=[A-Za-z0-9_-]{22}; Path=/; Max-Age=604800; SameSite=Lax; HttpOnly"), forged);
    }

    private @Nullable String headerOrNull(Map<String, Object> settings, boolean secure) {
        Peer peer = new Peer("websocket", "127.0.0.1:1", secure, Map.of(), Map.of(), null);
        return subject.track("t3/ws", settings, peer).setCookie();
    }

    private String header(Map<String, Object> settings, boolean secure) {
        return String.valueOf(headerOrNull(settings, secure));
    }
}
