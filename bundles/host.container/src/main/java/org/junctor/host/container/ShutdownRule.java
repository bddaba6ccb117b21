package org.junctor.host.container;

import java.util.Collection;

/** When a worker is ended because of its components: the key {@code shutdown}, with Crossbar's values. */
enum ShutdownRule {
    MANUAL("shutdown-manual"),
    LAST_STOPPED("shutdown-on-last-component-stopped"),
    ANY_FAILED("shutdown-on-any-component-failed"),
    ANY_STOPPED("shutdown-on-any-component-stopped");

    private final String key;

    ShutdownRule(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    /** Whether the worker is to end now. */
    boolean ends(Collection<ComponentPart> components) {
        return switch (this) {
            case MANUAL -> false;
            case LAST_STOPPED -> components.stream().allMatch(ComponentPart::ended);
            case ANY_FAILED -> components.stream().anyMatch(ComponentPart::failed);
            case ANY_STOPPED -> components.stream().anyMatch(ComponentPart::ended);
        };
    }
}
