package org.junctor.auth.dynamic;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.PrincipalQuery;

/**
 * What a method's settings say of the procedure to ask.
 *
 * @param procedure the procedure
 * @param realm where it is
 * @param role as whom it is called
 * @param defaultRole role of clients for which it names none; null for none
 */
record Settings(String procedure, String realm, String role, @Nullable String defaultRole) {

    /** Those of a query; throws if a key is missing or is not text. */
    static Settings of(PrincipalQuery query) throws Unusable {
        Map<String, ? extends @Nullable Object> config = query.request().config();
        String procedure = text(config, "authenticator");
        String realm = text(config, "authenticator-realm");
        String role = text(config, "authenticator-role");
        if (procedure == null) {
            throw new Unusable("authenticator is missing: name the procedure to ask");
        }
        if (role == null) {
            throw new Unusable("authenticator-role is missing: name a role of the realm that may call " + procedure);
        }
        return new Settings(
                procedure, realm == null ? query.request().realm() : realm, role, text(config, "default-role"));
    }

    private static @Nullable String text(Map<String, ? extends @Nullable Object> config, String key) throws Unusable {
        Object value = config.get(key);
        if (value == null || (value instanceof String text && !text.isEmpty())) {
            return (String) value;
        }
        throw new Unusable(key + " must be text");
    }

    /** Settings by which nobody can be asked. */
    static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String text) {
            super(text);
        }
    }
}
