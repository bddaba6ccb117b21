package org.junctor.core;

import org.junctor.api.message.Options;
import org.junctor.api.message.ProtocolViolation;

/** What a client may announce in HELLO that this router acts on: a feature of one of its roles. */
enum Feature {
    CALLER_PROGRESSIVE_INVOCATIONS("caller", "progressive_call_invocations"),
    CALLER_PASSTHRU("caller", "payload_passthru_mode"),
    /** Takes INTERRUPT. One section of the specification spells it in another way. */
    CALLEE_CANCELING("callee", "call_canceling", "call_cancelling"),
    CALLEE_PROGRESSIVE_RESULTS("callee", "progressive_call_results"),
    CALLEE_PROGRESSIVE_INVOCATIONS("callee", "progressive_call_invocations"),
    CALLEE_TIMEOUT("callee", "call_timeout"),
    CALLEE_REROUTE("callee", "call_reroute"),
    CALLEE_REVOCATION("callee", "registration_revocation"),
    CALLEE_PASSTHRU("callee", "payload_passthru_mode"),
    SUBSCRIBER_REVOCATION("subscriber", "subscription_revocation"),
    PUBLISHER_PASSTHRU("publisher", "payload_passthru_mode");

    /** The role. */
    final String role;

    private final String name;
    private final String alias;

    Feature(String role, String name) {
        this(role, name, name);
    }

    Feature(String role, String name, String alias) {
        this.role = role;
        this.name = name;
        this.alias = alias;
    }

    /** Whether it is among the features of its role. */
    boolean in(Options features) throws ProtocolViolation {
        return features.flag(name, false) || features.flag(alias, false);
    }
}
