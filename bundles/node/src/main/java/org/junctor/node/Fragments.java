package org.junctor.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The schema fragments that are installed: the node's own, and those that plug-ins bring in their jars. */
public final class Fragments {
    /** The folder in a jar that holds fragments. */
    static final String FOLDER = "OSGI-INF/junctor/schema/";

    private static final String NODE = "node";
    private static final List<String> OWN = List.of(
            "node",
            "controller",
            "router",
            "container",
            "realm",
            "role",
            "permission",
            "component",
            "hosted",
            "endpoint",
            "client-transport",
            "worker-options",
            "transport",
            "path");

    /** By kind and type, such as {@code path/static}. */
    private final Map<String, Schema> schemas = new TreeMap<>();

    private @Nullable Components components;

    /** The node's own fragments. */
    public Fragments() {
        for (String name : OWN) {
            try (InputStream in = Fragments.class.getResourceAsStream("/" + FOLDER + name + ".json")) {
                if (in == null) {
                    throw new IllegalStateException("the schema " + name + " is not in this bundle");
                }
                add(name, new String(in.readAllBytes(), StandardCharsets.UTF_8), "org.junctor.node");
            } catch (IOException unreadable) {
                throw new IllegalStateException("the schema " + name + " cannot be read", unreadable);
            }
        }
    }

    /** The node's own, and those in all jars of the folders; a folder that is not there has none. */
    public static Fragments ofFolders(Collection<Path> folders) throws IOException {
        Fragments fragments = new Fragments();
        ComponentNames names = new ComponentNames();
        fragments.components = names;
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.walk(folder)) {
                    for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                            .sorted()
                            .toList()) {
                        fragments.addJar(jar, names);
                    }
                }
            }
        }
        return fragments;
    }

    private void addJar(Path path, ComponentNames names) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                if (entry.getName().startsWith(FOLDER) && entry.getName().endsWith(".json")) {
                    add(type(entry.getName()), text(jar, entry), path.toString());
                } else if (ComponentNames.describes(entry.getName())) {
                    names.add(text(jar, entry));
                }
            }
        }
    }

    private static String text(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The type that a fragment is for: the name of its file. */
    static String type(String fileName) {
        return fileName.substring(fileName.lastIndexOf('/') + 1, fileName.length() - ".json".length());
    }

    /**
     * Adds a fragment.
     *
     * @param type what it describes, such as {@code static}, if its {@code $id} does not say so
     * @param origin whose it is, for the message if it is no JSON
     */
    void add(String type, String text, String origin) {
        Map<String, @Nullable Object> document;
        try {
            document = Json.object(text);
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(
                    "the schema fragment " + type + " of " + origin + ": " + unreadable.getMessage(), unreadable);
        }
        String id = document.get("$id") instanceof String written ? written : "";
        String named = id.contains("/") ? id.substring(id.indexOf('/') + 1) : type;
        for (String kind : kinds(document.get("x-junctor-kind"))) {
            schemas.putIfAbsent(kind + "/" + named, Schema.of(document));
        }
    }

    private static List<String> kinds(@Nullable Object kind) {
        if (kind instanceof List<?> list) {
            return list.stream().map(String::valueOf).toList();
        }
        return List.of(kind instanceof String text ? text : NODE);
    }

    /** From now on, only these components may be configured. */
    void components(Components known) {
        components = known;
    }

    /** The components that may be configured; null for any. */
    @Nullable
    Components components() {
        return components;
    }

    /** The fragment for a type of a kind, such as {@code path} and {@code static}; null if none is installed. */
    @Nullable
    Schema find(String kind, String type) {
        return schemas.get(kind + "/" + type);
    }

    /** The fragment of a name such as {@code core/core}; null if it is not installed. */
    @Nullable
    Schema named(String name) {
        return schemas.get(name);
    }

    /** One of the node's own. */
    Schema own(String name) {
        Schema schema = find(NODE, name);
        if (schema == null) {
            throw new IllegalStateException("there is no schema " + name);
        }
        return schema;
    }

    /** The types of a kind for which a fragment is installed. */
    List<String> types(String kind) {
        List<String> types = new ArrayList<>();
        for (String name : schemas.keySet()) {
            if (name.startsWith(kind + "/")) {
                types.add(name.substring(kind.length() + 1));
            }
        }
        return types;
    }

    /** What {@code $ref} names, seen from {@code from}. */
    Schema resolve(String reference, Schema from) {
        if (reference.startsWith("#/$defs/")) {
            Schema defs = new Schema(from.document(), from.document()).at("$defs");
            Schema found = defs == null ? null : defs.at(reference.substring("#/$defs/".length()));
            if (found != null) {
                return found;
            }
        } else if (reference.startsWith("junctor:")) {
            Schema found = schemas.get(reference.substring("junctor:".length()));
            if (found != null) {
                return found;
            }
        }
        throw new IllegalArgumentException("a schema refers to " + reference + ", which is not installed");
    }
}
