package org.junctor.auth.wampcra;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * What a client signs: a JSON text of seven members (spec: "Challenge Response Authentication").
 *
 * @param authid the name that the session will have
 * @param authrole its role
 * @param authprovider where it was looked up
 * @param session its id
 */
record ChallengeText(String authid, String authrole, String authprovider, long session) {
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** The text; the nonce makes it the only one of its kind. */
    String json(String nonce, Instant now) {
        return "{\"authid\":" + quoted(authid) + ",\"authrole\":" + quoted(authrole)
                + ",\"authmethod\":\"wampcra\",\"authprovider\":" + quoted(authprovider) + ",\"session\":" + session
                + ",\"nonce\":" + quoted(nonce) + ",\"timestamp\":" + quoted(TIMESTAMP.format(now)) + "}";
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(unit -> {
            if (unit == '"' || unit == '\\') {
                json.append('\\').append((char) unit);
            } else if (unit < ' ' || unit > '~') {
                json.append(String.format("\\u%04x", unit));
            } else {
                json.append((char) unit);
            }
        });
        return json.append('"').toString();
    }
}
