package org.junctor.authz.roles;

import java.util.List;

/** A wildcard rule with its components at hand. Ordered best first. */
record Wildcard(List<String> components, Rule rule) implements Comparable<Wildcard> {

    boolean matches(List<String> uri) {
        if (uri.size() != components.size()) {
            return false;
        }
        for (int i = 0; i < uri.size(); i++) {
            String component = components.get(i);
            if (uri.get(i).isEmpty() || (!component.isEmpty() && !component.equals(uri.get(i)))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(Wildcard other) {
        int length = Math.min(components.size(), other.components.size());
        for (int i = 0; i < length; i++) {
            String ours = components.get(i);
            String theirs = other.components.get(i);
            if (ours.isEmpty() != theirs.isEmpty()) {
                return ours.isEmpty() ? 1 : -1;
            }
            int order = ours.compareTo(theirs);
            if (order != 0) {
                return order; // they never match the same URI, so that any order will do
            }
        }
        return Integer.compare(components.size(), other.components.size());
    }
}
