package org.junctor.node;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of components, as the descriptions in bundles give them. */
final class ComponentNames implements Components {
    /** The folder in a jar that holds descriptions. */
    static final String FOLDER = "OSGI-INF/";

    private static final Pattern COMPONENT =
            Pattern.compile("<(?:[A-Za-z0-9]+:)?component\\s[^>]*?\\bname\\s*=\\s*[\"']([^\"']+)");

    private final Set<String> names = new TreeSet<>();

    static boolean describes(String entry) {
        return entry.startsWith(FOLDER) && entry.endsWith(".xml");
    }

    /** Takes the names out of a description. */
    void add(String xml) {
        Matcher matcher = COMPONENT.matcher(xml);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
    }

    @Override
    public boolean has(String name) {
        return names.contains(name);
    }

    @Override
    public Set<String> names() {
        return names;
    }
}
