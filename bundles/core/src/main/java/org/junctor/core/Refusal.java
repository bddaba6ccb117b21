package org.junctor.core;

/** Why a procedure of the router gives an error instead of a result. */
final class Refusal extends Exception {
    /** The URI of the error. */
    final String uri;

    /** A refusal with a sentence for the caller, which becomes the error's only argument. */
    Refusal(String uri, String text) {
        super(text, null, false, false);
        this.uri = uri;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
