package org.junctor.api.security;

/** Whether the receiver of a call or an event learns who sent it (spec: "Caller Identification", "Publisher Identification"). */
public enum Disclosure {
    /** If the sender asks for it: {@code disclose_me}. */
    AS_ASKED,
    /** Always, whether the sender asks or not. */
    ALWAYS,
    /** Never; a sender that asks is refused. */
    NEVER
}
