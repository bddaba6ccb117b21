package org.junctor.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junctor.node.ExitCode;

/** A node folder to copy, in {@code templates} of the distribution. */
final class Template {
    private final Path folder;

    Template(Path home, String name) throws Failure, IOException {
        Path templates = home.resolve("templates");
        Path wanted = templates.resolve(name).normalize();
        if (!wanted.startsWith(templates) || wanted.equals(templates) || !Files.isDirectory(wanted)) {
            throw new Failure(ExitCode.USAGE, "there is no template " + name + "; there is: " + names(templates));
        }
        this.folder = wanted;
    }

    private static String names(Path templates) throws IOException {
        if (!Files.isDirectory(templates)) {
            return "none in " + templates;
        }
        try (Stream<Path> list = Files.list(templates)) {
            return String.join(
                    ", ",
                    list.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    /** Copies all files, or none if a node or one of the files is there. */
    void copy(Path target) throws Failure, IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).map(folder::relativize).toList();
        }
        for (String name : List.of("config.yaml", "config.json")) {
            refuse(target.resolve(name));
        }
        for (Path file : files) {
            refuse(target.resolve(file.toString()));
        }
        for (Path file : files) {
            Path copy = target.resolve(file.toString());
            Files.createDirectories(copy.getParent());
            Files.copy(folder.resolve(file), copy);
        }
    }

    private static void refuse(Path file) throws Failure {
        if (Files.exists(file)) {
            throw new Failure(ExitCode.USAGE, file + " is there already, and is not overwritten; take another folder");
        }
    }
}
