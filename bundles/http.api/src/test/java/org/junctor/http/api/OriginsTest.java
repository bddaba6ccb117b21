package org.junctor.http.api;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OriginsTest {

    @Test
    void aStarAloneAllowsAll() {
        Origins origins = new Origins(List.of("*"), false);

        assertTrue(origins.allow("https://anywhere.org"));
        assertFalse(origins.allow("null"));
        assertTrue(origins.allow(null));
    }

    @Test
    void starsStandForPartsOfHostOrPort() {
        Origins origins = new Origins(List.of("*://localhost:*", "https://*.Example.com"), true);

        assertTrue(origins.allow("http://localhost:8080"));
        assertTrue(origins.allow("http://localhost"));
        assertTrue(origins.allow("https://a.b.example.com"));
        assertTrue(origins.allow("null"));
        assertFalse(origins.allow("http://localhost.evil.org:80"));
        assertFalse(origins.allow("https://evil.org/.example.com"));
        assertFalse(origins.allow("https://evil.org:1@a.example.com"));
        assertFalse(origins.allow("https://goodXexample.com"));
        assertFalse(origins.allow("https://example.com"));
    }

    @Test
    void theUsualPortMayBeWrittenOrNot() {
        Origins origins = new Origins(List.of("https://a.org:443", "http://b.org"), true);

        assertTrue(origins.allow("https://a.org"));
        assertTrue(origins.allow("http://b.org"));
        assertFalse(origins.allow("http://b.org:81"));
        assertFalse(origins.allow("not an origin"));
    }

    @Test
    void anythingElseIsTakenLiterally() {
        Origins origins = new Origins(List.of("http://a.b\\E.*\\Q"), true);

        assertFalse(origins.allow("http://aXb"));
    }

    @Test
    void aStarAloneNamesNobody() {
        Origins origins = new Origins(List.of("*", "https://*.example.com"), true);

        assertTrue(origins.names("https://a.example.com"));
        assertFalse(origins.names("https://anywhere.org"));
        assertFalse(origins.names("null"));
    }
}
