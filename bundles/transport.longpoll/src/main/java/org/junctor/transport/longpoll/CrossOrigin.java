package org.junctor.transport.longpoll;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.junctor.http.api.Origins;

/**
 * Which pages of other origins may use the path (Fetch standard, CORS). An origin that the configuration names may send its cookies;
 * one that is only allowed because all are may not.
 */
record CrossOrigin(Origins origins) {
    private static final String PREFLIGHT_SECONDS = "600";

    /** Refuses a request of a page that may not connect; answers true if it has. */
    boolean refuses(Exchange exchange) {
        HttpFields.Mutable answer = exchange.response().getHeaders();
        String origin = origin(exchange.request());
        answer.add(HttpHeader.VARY, "Origin"); // or a cache would give one page what was meant for another
        if (origin == null) {
            return false;
        }
        if (!origins.allow(origin)) {
            exchange.refuse(HttpStatus.FORBIDDEN_403, "Pages of this origin may not connect (allowed_origins).");
            return true;
        }
        if (origins.names(origin)) {
            answer.put("Access-Control-Allow-Origin", origin);
            answer.put("Access-Control-Allow-Credentials", "true");
        } else {
            answer.put("Access-Control-Allow-Origin", "*");
        }
        return false;
    }

    /** Answers a browser that asks before it sends. */
    void preflight(Exchange exchange) {
        HttpFields.Mutable answer = exchange.response().getHeaders();
        answer.put(HttpHeader.ALLOW, "POST, OPTIONS");
        if (origin(exchange.request()) != null) {
            answer.put("Access-Control-Allow-Methods", "POST");
            answer.put("Access-Control-Allow-Headers", "Content-Type");
            answer.put("Access-Control-Max-Age", PREFLIGHT_SECONDS);
        }
        exchange.empty(HttpStatus.NO_CONTENT_204);
    }

    private static @Nullable String origin(Request request) {
        return request.getHeaders().get(HttpHeader.ORIGIN);
    }
}
