package org.junctor.core;

import java.util.Objects;
import org.junctor.api.password.SaslPrep;

/** What names of principals may look like, whoever gives them: a procedure that decides, or a client that it believes. */
final class Authids {
    /** The longest, in characters. */
    static final int LONGEST = 256;

    /** For those who have another one. */
    static final String RULE = LONGEST + " characters at most, without line breaks and control characters";

    private Authids() {}

    /** Whether somebody may be called so: it is shown to others, in the log and in the meta API. */
    static boolean fits(String authid) {
        return authid.length() <= LONGEST
                && authid.chars()
                        .map(Character::getType)
                        .noneMatch(type -> type == Character.CONTROL
                                || type == Character.LINE_SEPARATOR
                                || type == Character.PARAGRAPH_SEPARATOR);
    }

    /** The same text for all that methods may take for the same name, so that none of them is guessed at for nothing. */
    static String comparable(String authid) {
        return Objects.requireNonNullElse(SaslPrep.prepare(authid), authid);
    }
}
