package org.junctor.api.security;

import org.osgi.annotation.versioning.ProviderType;

/** Ends sessions of those who may not log in any more: a service of the router core, for whoever holds principals or settings. */
@ProviderType
public interface PrincipalReview {
    /**
     * Principals or settings of authentication methods have changed. Sessions whose method has {@code close_removed: true} in its
     * settings are looked up again, where its source lists its principals; those of whom it knows nothing any more, or in another role
     * or realm, get GOODBYE with {@code wamp.close.killed}. Returns when all that can be looked up at once is.
     */
    void review();
}
