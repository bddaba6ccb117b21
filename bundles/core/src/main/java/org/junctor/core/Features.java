package org.junctor.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;

/**
 * What a client announced in HELLO, as far as the router acts on it.
 *
 * @param interruptible whether it is a callee that takes INTERRUPT
 * @param progressive whether it is a callee that gives progressive results
 */
record Features(boolean interruptible, boolean progressive) {
    /** {@code roles} of WELCOME: what this router can. To announce is to promise. */
    static final Map<String, Object> ROUTER = Map.of(
            "broker",
            Map.of(
                    "features",
                    announced(
                            "publisher_identification",
                            "publisher_exclusion",
                            "subscriber_blackwhite_listing",
                            "subscription_meta_api",
                            "subscription_revocation",
                            "pattern_based_subscription",
                            "event_history",
                            "event_retention",
                            "session_meta_api")),
            "dealer",
            Map.of(
                    "features",
                    announced(
                            "caller_identification",
                            "call_canceling",
                            "progressive_call_results",
                            "pattern_based_registration",
                            "session_meta_api",
                            "testament_meta_api")));

    private static final List<String> CLIENT_ROLES = List.of("publisher", "subscriber", "caller", "callee");

    /**
     * Reads {@code roles} of HELLO.
     *
     * @throws ProtocolViolation if there is no role of a client, or something in it has the wrong type
     */
    static Features of(Options hello) throws ProtocolViolation {
        Options roles = hello.dict("roles");
        boolean any = false;
        for (String name : CLIENT_ROLES) {
            if (roles.has(name)) {
                any = true;
                check(roles.dict(name).dict("features"));
            }
        }
        if (!any) {
            throw new ProtocolViolation("'roles' of HELLO must name one of publisher, subscriber, caller, callee");
        }
        Options callee = roles.dict("callee").dict("features");
        boolean interruptible = callee.flag("call_canceling", false) || callee.flag("call_cancelling", false);
        return new Features(interruptible, interruptible && callee.flag("progressive_call_results", false));
    }

    private static void check(Options features) throws ProtocolViolation {
        for (String name : features.keys()) {
            if (!name.startsWith("x_")) {
                features.flag(name, false);
            }
        }
    }

    private static Map<String, Object> announced(String... names) {
        Map<String, Object> features = new LinkedHashMap<>();
        for (String name : names) {
            features.put(name, true);
        }
        return features;
    }
}
