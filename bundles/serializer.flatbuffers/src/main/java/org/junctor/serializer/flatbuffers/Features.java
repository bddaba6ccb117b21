package org.junctor.serializer.flatbuffers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junctor.api.message.Hello;

/** The features of each role that the schema has a field for: the first name has slot 0. */
final class Features {
    /** The key of HELLO's and WELCOME's details. */
    static final String ROLES = "roles";

    /** The key of a role. */
    static final String KEY = "features";

    private static final Map<String, List<String>> CLIENT = new LinkedHashMap<>();
    private static final Map<String, List<String>> ROUTER = new LinkedHashMap<>();

    static {
        put(
                CLIENT,
                "publisher",
                "publisher_identification publisher_exclusion subscriber_blackwhite_listing acknowledge_event_received");
        put(
                CLIENT,
                "subscriber",
                "publisher_identification pattern_based_subscription publication_trustlevels subscription_revocation"
                        + " event_history acknowledge_subscriber_received");
        put(CLIENT, "caller", "caller_identification call_timeout call_canceling progressive_call_results");
        put(
                CLIENT,
                "callee",
                "caller_identification call_trustlevels call_timeout call_canceling progressive_call_results"
                        + " registration_revocation pattern_based_registration shared_registration");
        put(
                ROUTER,
                "broker",
                "publisher_identification publisher_exclusion subscriber_blackwhite_listing pattern_based_subscription"
                        + " publication_trustlevels subscription_revocation session_meta_api subscription_meta_api"
                        + " event_retention event_history acknowledge_event_received acknowledge_subscriber_received");
        put(
                ROUTER,
                "dealer",
                "caller_identification call_trustlevels call_timeout call_canceling progressive_call_results"
                        + " registration_revocation pattern_based_registration shared_registration session_meta_api"
                        + " registration_meta_api testament_meta_api");
    }

    private Features() {}

    /** The roles that a type of message announces, in the order of their slots, and the features of each. */
    static Map<String, List<String>> of(int type) {
        return type == Hello.TYPE ? CLIENT : ROUTER;
    }

    private static void put(Map<String, List<String>> roles, String role, String features) {
        roles.put(role, List.of((features + " payload_transparency payload_encryption_cryptobox").split(" ", -1)));
    }
}
