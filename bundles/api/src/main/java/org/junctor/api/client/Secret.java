package org.junctor.api.client;

/** A credential that keeps nothing from one message to the next. */
record Secret(String method, Credential.Proof proof) implements Credential {
    @Override
    public Proof begin() {
        return proof;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return method;
    }
}
