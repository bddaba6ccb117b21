package org.junctor.auth.tls;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * The distinguished name of a certificate's subject (RFC 2253), as its attributes one by one, the most general first. So a name that
 * only looks like another one, by a comma or a zero octet in a value, does not fit it.
 */
final class Subject {
    private static final String ANY = "*";
    private static final String EMAIL = "1.2.840.113549.1.9.1";
    private static final Map<String, String> NAMES = Map.of(EMAIL, "EMAILADDRESS", "2.5.4.5", "SERIALNUMBER");
    private static final Map<String, String> OIDS =
            Map.of("EMAILADDRESS", EMAIL, "E", EMAIL, "SERIALNUMBER", "2.5.4.5");

    private final List<Part> parts;

    /** One attribute, such as {@code CN=joe}. */
    private record Part(String type, String value) {
        boolean fits(Part other) {
            return type.equals(other.type) && (value.equals(ANY) || value.equals(other.value));
        }
    }

    private Subject(List<Part> parts) {
        this.parts = parts;
    }

    /** That of a certificate; null if there is none, or one with values that are no plain text. */
    static @Nullable Subject of(X500Principal name) {
        try {
            LdapName read = new LdapName(name.getName(X500Principal.RFC2253, NAMES));
            List<Part> parts = new ArrayList<>();
            for (Rdn rdn : read.getRdns()) {
                if (!add(rdn, parts)) {
                    return null;
                }
            }
            return parts.isEmpty() ? null : new Subject(parts);
        } catch (NamingException unreadable) {
            return null;
        }
    }

    /** A rule as the node file has it, such as {@code CN=joe,O=Example}, where {@code *} as a value stands for any; null if it is none. */
    static @Nullable Subject rule(String text) {
        try {
            return of(new X500Principal(text, OIDS));
        } catch (IllegalArgumentException wrong) {
            return null;
        }
    }

    private static boolean add(Rdn rdn, List<Part> parts) throws NamingException {
        List<Part> together = new ArrayList<>();
        NamingEnumeration<? extends Attribute> attributes = rdn.toAttributes().getAll();
        while (attributes.hasMore()) {
            Attribute attribute = attributes.next();
            for (int i = 0; i < attribute.size(); i++) {
                if (!(attribute.get(i) instanceof String value) || value.chars().anyMatch(Character::isISOControl)) {
                    return false;
                }
                together.add(new Part(attribute.getID().toUpperCase(Locale.ROOT), value));
            }
        }
        together.sort(Comparator.comparing(Part::type)); // those of one level have no order of their own
        parts.addAll(together);
        return true;
    }

    /** Whether this rule means that subject: all its attributes, in the same order, and no other. */
    boolean fits(Subject subject) {
        if (parts.size() != subject.parts.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).fits(subject.parts.get(i))) {
                return false;
            }
        }
        return true;
    }
}
