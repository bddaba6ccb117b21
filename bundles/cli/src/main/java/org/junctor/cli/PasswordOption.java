package org.junctor.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.password.KeyDerivation;
import org.junctor.node.ExitCode;
import picocli.CommandLine.Option;

/** Where a new password comes from: the terminal or a file, never the command line, which others can see. */
final class PasswordOption {
    static final String PBKDF2 = "pbkdf2";

    /** More than any method takes. */
    private static final int MOST_CHARACTERS = 4096;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "A file whose first line is the password. If absent: asked for, twice.")
    private @Nullable Path file;

    @Option(
            names = "--kdf",
            paramLabel = "KDF",
            description = "For wamp-scram: pbkdf2 (the default) or argon2id13, which not all clients know.")
    private @Nullable String kdf;

    /** The derivation that was asked for; that of the entries that are there, or PBKDF2, if none was. */
    String kdf(@Nullable Object entries) throws Failure {
        if (kdf == null) {
            boolean argon = entries instanceof Map<?, ?> map && KeyDerivation.ARGON2ID.equals(map.get("kdf"));
            return argon ? KeyDerivation.ARGON2ID : PBKDF2;
        }
        if (!kdf.equals(PBKDF2) && !kdf.equals(KeyDerivation.ARGON2ID)) {
            throw new Failure(ExitCode.USAGE, "--kdf must be pbkdf2 or argon2id13");
        }
        return kdf;
    }

    /** The derivation that was asked for; PBKDF2 if none was. */
    String kdf() throws Failure {
        return kdf((Object) null);
    }

    /** The new password. */
    char[] ask(Surroundings surroundings, String authid) throws Failure, IOException {
        char[] password = file == null
                ? typed(surroundings, authid)
                : read(surroundings.directory().resolve(file));
        if (password.length == 0) {
            throw new Failure(ExitCode.USAGE, "the password is empty");
        }
        return password;
    }

    private static char[] typed(Surroundings surroundings, String authid) throws Failure {
        char[] once = surroundings.prompt().password("New password of " + authid + ": ");
        char[] again = once == null ? null : surroundings.prompt().password("The same again: ");
        if (once == null || again == null) {
            throw new Failure(ExitCode.USAGE, "there is no terminal to ask for the password: use --password-file FILE");
        }
        if (!Arrays.equals(once, again)) {
            throw new Failure(ExitCode.USAGE, "the two are not the same; nothing was changed");
        }
        return once;
    }

    private static char[] read(Path path) throws Failure, IOException {
        StringBuilder line = new StringBuilder();
        try (Reader reader = Files.newBufferedReader(path)) {
            for (int c = reader.read(); c >= 0 && c != '\n' && c != '\r'; c = reader.read()) {
                if (line.length() == MOST_CHARACTERS) {
                    throw new Failure(
                            ExitCode.USAGE,
                            "the first line of " + path + " has more than " + MOST_CHARACTERS + " characters");
                }
                line.append((char) c);
            }
        } catch (NoSuchFileException e) {
            throw new Failure(ExitCode.USAGE, "there is no file " + path);
        } catch (CharacterCodingException e) {
            throw new Failure(ExitCode.USAGE, path + " is no text in UTF-8");
        } catch (IOException e) {
            if (Files.isDirectory(path)) {
                throw new Failure(ExitCode.USAGE, path + " is a folder");
            }
            throw e;
        }
        return line.toString().toCharArray();
    }
}
