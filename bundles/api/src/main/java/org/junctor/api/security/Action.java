package org.junctor.api.security;

/** What a session may be allowed to do (spec: "Authorization"). */
public enum Action {
    CALL,
    REGISTER,
    SUBSCRIBE,
    PUBLISH
}
