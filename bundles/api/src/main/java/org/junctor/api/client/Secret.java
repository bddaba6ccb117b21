package org.junctor.api.client;

import org.jspecify.annotations.Nullable;

/** A credential that keeps nothing from one message to the next. */
record Secret(String method, Credential.Proof proof) implements Credential {
    @Override
    public Proof begin(@Nullable String authid) {
        return proof;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return method;
    }
}
