package org.junctor.core;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;

/**
 * What a client announced in HELLO, as far as the router acts on it.
 *
 * @param announced what it can
 */
record Features(Set<Feature> announced) {
    /** Nothing. */
    static final Features NONE = new Features(Set.of());

    /** {@code roles} of WELCOME: what this router can. To announce is to promise. */
    static final Map<String, Object> ROUTER = Map.of(
            "broker",
            Map.of(
                    "features",
                    announced(
                            "publisher_identification",
                            "publisher_exclusion",
                            "publication_trustlevels",
                            "subscriber_blackwhite_listing",
                            "subscription_meta_api",
                            "subscription_revocation",
                            "pattern_based_subscription",
                            "payload_passthru_mode",
                            "event_history",
                            "event_retention",
                            "session_meta_api"),
                    "reflection",
                    true),
            "dealer",
            Map.of(
                    "features",
                    announced(
                            "caller_identification",
                            "call_canceling",
                            "call_reroute",
                            "call_timeout",
                            "call_trustlevels",
                            "progressive_call_results",
                            "progressive_call_invocations",
                            "pattern_based_registration",
                            "payload_passthru_mode",
                            "registration_meta_api",
                            "registration_revocation",
                            "shared_registration",
                            "session_meta_api",
                            "testament_meta_api"),
                    "reflection",
                    true));

    private static final List<String> CLIENT_ROLES = List.of("publisher", "subscriber", "caller", "callee");

    /**
     * Reads {@code roles} of HELLO.
     *
     * @throws ProtocolViolation if there is no role of a client, or something in it has the wrong type
     */
    static Features of(Options hello) throws ProtocolViolation {
        Options roles = hello.dict("roles");
        Set<Feature> announced = EnumSet.noneOf(Feature.class);
        boolean any = false;
        for (String name : CLIENT_ROLES) {
            if (roles.has(name)) {
                any = true;
                Options features = roles.dict(name).dict("features");
                check(features);
                add(announced, name, features);
            }
        }
        if (!any) {
            throw new ProtocolViolation("'roles' of HELLO must name one of publisher, subscriber, caller, callee");
        }
        return new Features(Collections.unmodifiableSet(announced));
    }

    private static void add(Set<Feature> announced, String role, Options features) throws ProtocolViolation {
        for (Feature feature : Feature.values()) {
            if (feature.role.equals(role) && feature.in(features)) {
                announced.add(feature);
            }
        }
    }

    private static void check(Options features) throws ProtocolViolation {
        for (String name : features.keys()) {
            if (!name.startsWith("x_")) {
                features.flag(name, false);
            }
        }
    }

    boolean has(Feature feature) {
        return announced.contains(feature);
    }

    /** Whether it is a callee that takes INTERRUPT. */
    boolean interruptible() {
        return has(Feature.CALLEE_CANCELING);
    }

    /** Whether it is a callee that gives progressive results; {@code lenient} to ask those who cannot be interrupted too. */
    boolean givesProgress(boolean lenient) {
        return has(Feature.CALLEE_PROGRESSIVE_RESULTS) && (lenient || interruptible());
    }

    /** Whether it is a callee that takes progressive calls. */
    boolean takesProgress() {
        return has(Feature.CALLEE_PROGRESSIVE_INVOCATIONS) && interruptible();
    }

    private static Map<String, Object> announced(String... names) {
        Map<String, Object> features = new LinkedHashMap<>();
        for (String name : names) {
            features.put(name, true);
        }
        return features;
    }
}
