package org.junctor.host.container;

/** Whether a worker that ended by itself is started again: the key {@code restart}, with Crossbar's values. */
enum RestartPolicy {
    ALWAYS("restart-always"),
    ON_FAILED("restart-on-failed"),
    NEVER("restart-never");

    private final String key;

    RestartPolicy(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    boolean restarts(int exitCode) {
        return this == ALWAYS || (this == ON_FAILED && exitCode != 0);
    }
}
