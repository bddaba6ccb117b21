package org.junctor.auth.cookie;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A login that is remembered.
 *
 * @param authid who
 * @param authrole in which role
 * @param authmethod proved by which method
 * @param realm in which realm
 * @param extra {@code authextra} of WELCOME
 * @param untilMs when it is forgotten, in milliseconds since 1970
 */
record Login(
        String authid,
        String authrole,
        String authmethod,
        String realm,
        Map<String, ? extends @Nullable Object> extra,
        long untilMs) {

    /** Whether it is the same person in the same place. */
    boolean sameAs(Login other) {
        return authid.equals(other.authid) && realm.equals(other.realm) && authrole.equals(other.authrole);
    }
}
