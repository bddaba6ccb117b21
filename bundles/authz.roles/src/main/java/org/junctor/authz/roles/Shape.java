package org.junctor.authz.roles;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Match;

/**
 * A set of URIs, component by component.
 *
 * @param open whether any number of components may follow
 */
record Shape(List<Component> components, boolean open) {

    /** A component: equal to the text, or beginning with it and not empty. */
    record Component(String text, boolean whole) {

        @Nullable
        Component and(Component other) {
            if (whole && other.whole) {
                return text.equals(other.text) ? this : null;
            }
            if (whole || (!other.whole && text.length() >= other.text.length())) {
                return text.startsWith(other.text) ? this : null;
            }
            return other.text.startsWith(text) ? other : null;
        }
    }

    /** What {@code pattern} matches. */
    static Shape of(Match match, String pattern) {
        List<String> texts = components(pattern);
        List<Component> components = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            boolean part = match == Match.PREFIX
                    ? i == texts.size() - 1
                    : match == Match.WILDCARD && texts.get(i).isEmpty();
            components.add(new Component(texts.get(i), !part));
        }
        return new Shape(components, match == Match.PREFIX);
    }

    /** The components of a URI or pattern; at least one. */
    static List<String> components(String uri) {
        return List.of(uri.split("\\.", -1));
    }

    /** The URIs that are in both; null if there are none. */
    @Nullable
    Shape and(Shape other) {
        int size = Math.max(components.size(), other.components.size());
        if ((size > components.size() && !open) || (size > other.components.size() && !other.open)) {
            return null;
        }
        List<Component> both = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            if (i >= components.size()) {
                both.add(other.components.get(i));
            } else if (i >= other.components.size()) {
                both.add(components.get(i));
            } else {
                Component component = components.get(i).and(other.components.get(i));
                if (component == null) {
                    return null;
                }
                both.add(component);
            }
        }
        return new Shape(both, open && other.open);
    }

    /**
     * One of the URIs: with {@code fresh} behind every component that may go on, and with {@code more} components behind the last if
     * any number may follow.
     */
    String sample(char fresh, int more) {
        StringBuilder uri = new StringBuilder();
        for (Component component : components) {
            uri.append(uri.isEmpty() ? "" : ".").append(component.text);
            if (!component.whole) {
                uri.append(fresh);
            }
        }
        for (int i = 0; open && i < more; i++) {
            uri.append('.').append(fresh);
        }
        return uri.toString();
    }
}
