package org.junctor.transport.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/**
 * Who may connect to a Unix domain socket.
 *
 * @param mode permissions of its file
 * @param owner whose it is; null for the node's user
 * @param group group of the file; null for that of the node's user
 */
record SocketAccess(Set<PosixFilePermission> mode, @Nullable String owner, @Nullable String group) {
    private static final String MODE = "0660";
    private static final int NAMES = 36 * 36 * 36;
    private static final FileAttribute<Set<PosixFilePermission>> OWN =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** What an endpoint says of it. */
    static SocketAccess of(String transport, Map<String, ?> endpoint) throws PartFailure {
        Object mode = endpoint.get("mode");
        Object owner = endpoint.get("owner");
        Object group = endpoint.get("group");
        return new SocketAccess(
                permissions(transport, mode == null ? MODE : mode.toString()),
                owner == null ? null : owner.toString(),
                group == null ? null : group.toString());
    }

    /** YAML makes a number of 0660: its digits are meant, not its value. */
    private static Set<PosixFilePermission> permissions(String transport, String digits) throws PartFailure {
        if (!digits.matches("0?[0-7]{3}")) {
            throw new PartFailure(
                    PartFailure.Cause.CONFIGURATION,
                    "transport %s: endpoint.mode is %s: use three octal digits, such as \"0660\""
                            .formatted(transport, digits));
        }
        StringBuilder text = new StringBuilder();
        for (char digit : digits.substring(digits.length() - 3).toCharArray()) {
            text.append((digit & 4) == 0 ? '-' : 'r');
            text.append((digit & 2) == 0 ? '-' : 'w');
            text.append((digit & 1) == 0 ? '-' : 'x');
        }
        return PosixFilePermissions.fromString(text.toString());
    }

    /** A new folder beside a file, which only the node's user may enter; its name is short, as paths of sockets must be. */
    static Path aside(Path file) throws IOException {
        FileAttribute<?>[] attributes =
                file.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? new FileAttribute<?>[] {OWN}
                        : new FileAttribute<?>[0];
        Path folder;
        do {
            String name = ".j" + Integer.toString(ThreadLocalRandom.current().nextInt(NAMES), Character.MAX_RADIX);
            folder = file.resolveSibling(name);
        } while (Files.exists(folder, LinkOption.NOFOLLOW_LINKS));
        return Files.createDirectory(folder, attributes); // fails if somebody else has made it meanwhile
    }

    /** Gives it to a socket's file. */
    void apply(String transport, Path file) throws PartFailure {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return; // a system without such permissions
        }
        UserPrincipalLookupService users = file.getFileSystem().getUserPrincipalLookupService();
        try {
            if (group != null) {
                view.setGroup(users.lookupPrincipalByGroupName(group));
            }
            if (owner != null) {
                view.setOwner(users.lookupPrincipalByName(owner));
            }
            view.setPermissions(mode);
        } catch (IOException refused) {
            throw new PartFailure(
                    PartFailure.Cause.CONFIGURATION,
                    "transport %s: the socket %s cannot be given to endpoint.owner %s and endpoint.group %s (%s): name those that exist and that this user may give files to"
                            .formatted(
                                    transport,
                                    file,
                                    owner == null ? "-" : owner,
                                    group == null ? "-" : group,
                                    refused));
        }
    }
}
