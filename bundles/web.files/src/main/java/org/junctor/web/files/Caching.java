package org.junctor.web.files;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;

/**
 * For how long clients may keep files.
 *
 * @param rules the first that matches a file's name says it
 * @param otherwise the value of {@code Cache-Control} for all other files; null to say nothing
 */
record Caching(List<Rule> rules, @Nullable String otherwise) {
    private static final long SECONDS = 12L * 60 * 60;
    private static final long SECONDS_MAX = 365L * 24 * 60 * 60;

    /**
     * A rule.
     *
     * @param files which names it is for
     * @param control the value of {@code Cache-Control}
     */
    record Rule(PathMatcher files, String control) {}

    static Caching of(Map<?, ? extends @Nullable Object> options) throws PartFailure {
        Object timeout = options.containsKey("cache_timeout") ? options.get("cache_timeout") : SECONDS;
        String otherwise = null;
        if (timeout instanceof Number number) {
            long seconds = Math.max(0, Math.min(number.longValue(), SECONDS_MAX));
            otherwise = seconds == 0 ? "no-cache" : "public, max-age=" + seconds;
        }
        List<Rule> rules = new ArrayList<>();
        if (options.get("cache_control") instanceof List<?> list) {
            for (Object each : list) {
                rules.add(rule(each instanceof Map<?, ?> map ? map : Map.of()));
            }
        }
        return new Caching(List.copyOf(rules), otherwise);
    }

    private static Rule rule(Map<?, ?> rule) throws PartFailure {
        String files = SiteOptions.text("cache_control.files", rule.get("files"));
        String control = SiteOptions.text("cache_control.value", rule.get("value"));
        try {
            return new Rule(FileSystems.getDefault().getPathMatcher("glob:" + files), control);
        } catch (PatternSyntaxException e) {
            throw new PartFailure(
                    PartFailure.Cause.CONFIGURATION,
                    "options.cache_control.files \"%s\" is no pattern: %s".formatted(files, e.getDescription()));
        }
    }

    /** The value of {@code Cache-Control} for a file; null to say nothing. */
    @Nullable
    String control(String name) {
        if (rules.isEmpty()) {
            return otherwise;
        }
        try {
            Path path = Path.of(name);
            for (Rule rule : rules) {
                if (rule.files().matches(path)) {
                    return rule.control();
                }
            }
        } catch (InvalidPathException onlyInBundles) {
            return otherwise;
        }
        return otherwise;
    }
}
