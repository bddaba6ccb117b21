package org.junctor.api.security;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.message.Options;

/**
 * Somebody who may log in, as a {@link PrincipalSource} knows them.
 *
 * @param authid the name that the session gets
 * @param authrole the role that the session gets
 * @param realm the realm that the session joins, whatever the client asked for if the source is one that assigns realms; a method
 *     refuses the client if a configured principal is for another realm; null for the realm asked for
 * @param proved whether the source itself has checked the proof that the query carried, so that the method has nothing left to compare
 * @param entries what the method needs to check a proof, under the names of the node file: {@code ticket}, {@code secret},
 *     {@code salt}, {@code authorized_keys} … Secrets: never to be logged or shown
 * @param extra {@code authextra} of WELCOME
 */
public record Principal(
        String authid,
        String authrole,
        @Nullable String realm,
        boolean proved,
        Map<String, ? extends @Nullable Object> entries,
        Options extra) {

    /**
     * What one method needs: the entries below its name, if there is such a dict, so that a file may keep a user's secrets of several
     * methods; else all entries.
     */
    public Map<String, ? extends @Nullable Object> entries(String method) {
        if (!(entries.get(method) instanceof Map<?, ?> own)) {
            return entries;
        }
        Map<String, @Nullable Object> copy = new HashMap<>();
        own.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }

    /** Tells nothing of the entries, which are secrets. */
    @Override
    public String toString() {
        return authid + " as " + authrole;
    }
}
