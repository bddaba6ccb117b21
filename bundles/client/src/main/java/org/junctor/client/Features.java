package org.junctor.client;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junctor.api.message.Options;

/** What the client says of itself in HELLO. Only what it does: announcing is a promise. */
final class Features {
    static final Options HELLO = Options.of(Map.of(
            "agent", "Junctor client",
            "authmethods", List.of("anonymous"),
            "roles",
                    Map.of(
                            "publisher",
                                    role(
                                            "payload_passthru_mode",
                                            "publisher_exclusion",
                                            "publisher_identification",
                                            "subscriber_blackwhite_listing"),
                            "subscriber",
                                    role(
                                            "pattern_based_subscription",
                                            "payload_passthru_mode",
                                            "publication_trustlevels",
                                            "publisher_identification",
                                            "subscription_revocation"),
                            "caller",
                                    role(
                                            "call_canceling",
                                            "call_timeout",
                                            "caller_identification",
                                            "payload_passthru_mode",
                                            "progressive_call_invocations",
                                            "progressive_call_results"),
                            "callee",
                                    role(
                                            "call_canceling",
                                            "call_reroute",
                                            "call_timeout",
                                            "call_trustlevels",
                                            "caller_identification",
                                            "pattern_based_registration",
                                            "payload_passthru_mode",
                                            "progressive_call_invocations",
                                            "progressive_call_results",
                                            "registration_revocation",
                                            "shared_registration"))));

    private Features() {}

    private static Map<String, Object> role(String... features) {
        return Map.of("features", Stream.of(features).collect(Collectors.toMap(name -> name, name -> true)));
    }
}
