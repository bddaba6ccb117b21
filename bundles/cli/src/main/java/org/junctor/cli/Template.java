package org.junctor.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** A folder of the distribution that a new node is copied from. */
final class Template {
    private final Path source;

    Template(Path home, String name) throws Problem {
        source = home.resolve("templates").resolve(name);
        if (!Files.isDirectory(source)) {
            throw new Problem(ExitCode.USAGE, "there is no template \"" + name + "\" in " + home.resolve("templates"));
        }
    }

    /** Copies the template. Nothing that is there already is touched. */
    void copyTo(Path folder) throws Problem, IOException {
        for (String file : List.of("config.yaml", "config.json")) {
            if (Files.exists(folder.resolve(file))) {
                throw new Problem(
                        ExitCode.USAGE,
                        folder + " holds a node already (" + file + "); name another folder, or remove it");
            }
        }
        Files.createDirectories(folder);
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(folder.resolve(source.relativize(from)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                Path to = folder.resolve(source.relativize(from));
                if (!Files.exists(to)) {
                    Files.copy(from, to);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
