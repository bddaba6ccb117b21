package org.junctor.core;

/** One session's part in a registration. */
final class Callee {
    final Session session;
    final Registration registration;

    /** Whether it demands to know its callers: REGISTER.Options.disclose_caller. */
    final boolean discloseCaller;

    /** Whether REGISTERED was sent and UNREGISTERED was not. Guarded by the session's lock. */
    boolean active;

    Callee(Session session, Registration registration, boolean discloseCaller) {
        this.session = session;
        this.registration = registration;
        this.discloseCaller = discloseCaller;
    }
}
