package org.junctor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.SigningKey;
import org.junctor.node.ExitCode;
import org.junctor.node.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code junctor keygen}. */
@Command(
        name = "keygen",
        description = {
            "Makes a key pair of Ed25519 for the method cryptosign, and shows its public half:",
            "the node's own in key.priv and key.pub, or that of a client. Overwrites nothing."
        },
        footerHeading = "%nExample:%n",
        footer = {"  junctor keygen --cbdir /srv/node", "  junctor keygen --file alice.priv --authid alice --role user"
        })
final class KeygenCommand extends NodeCommand {
    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Where the private key goes. If absent: key.priv in the node folder, and key.pub beside it.")
    private @Nullable Path file;

    @Option(names = "--authid", paramLabel = "NAME", description = "Shows the principal for the node file as well.")
    private @Nullable String authid;

    @Option(names = "--role", paramLabel = "ROLE", defaultValue = "user", description = "Its role. Default: user.")
    private String role = "user";

    @Mixin
    private OutputOption output = new OutputOption();

    KeygenCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws Failure, IOException {
        SigningKey key = SigningKey.generate();
        Path priv;
        if (file == null) {
            Path directory = directory();
            priv = directory.resolve("key.priv");
            Path pub = directory.resolve("key.pub");
            refuse(pub);
            write(key, priv, "Junctor node private key - KEEP THIS SAFE");
            key.writePublic(pub, "Junctor node public key");
        } else {
            priv = surroundings.directory().resolve(file).normalize();
            write(key, priv, "Junctor private key - KEEP THIS SAFE");
        }
        show(key, priv);
        return ExitCode.OK;
    }

    private static void write(SigningKey key, Path priv, String title) throws Failure, IOException {
        Path folder = priv.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new Failure(ExitCode.USAGE, "there is no folder " + folder + "; make it, or name another");
        }
        refuse(priv);
        key.write(priv, title);
    }

    private static void refuse(Path file) throws Failure {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new Failure(
                    ExitCode.USAGE, file + " is there already, and is not overwritten; take another file with --file");
        }
    }

    private void show(SigningKey key, Path priv) {
        if (output.json()) {
            out().println(Json.text(Map.of("file", priv.toString(), "public-key-ed25519", key.publicKey())));
            return;
        }
        out().println("The private key is in " + priv + ", which only you can read. The public key:");
        out().println(key.publicKey());
        if (authid != null) {
            out().println("The principal, for auth.cryptosign.principals in the node file:");
            out().println(Json.text(authid) + ":");
            out().println("  role: " + Json.text(role));
            out().println("  authorized_keys: [\"" + key.publicKey() + "\"]");
        }
    }
}
