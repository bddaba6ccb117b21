package org.junctor.auth.jwt;

/** A token that is not good. The message says why, for the log, and nothing that is in the token but names. */
final class Refusal extends Exception {
    Refusal(String message) {
        super(message);
    }
}
