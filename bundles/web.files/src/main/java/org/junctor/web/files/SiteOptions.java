package org.junctor.web.files;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.PartFailure;
import org.junctor.http.api.PathConfig;

/**
 * The {@code options} of one path.
 *
 * @param listing whether a folder without an index page shows what it contains
 * @param fallback the file that is sent for pages that are not there; null for a 404 page
 * @param precompressed whether {@code .br} and {@code .gz} files beside a file are sent in its place
 * @param caching for how long clients may keep files
 * @param crossOrigin which pages of other origins may read them
 * @param types their content types
 * @param headers what else is said with each answer
 */
record SiteOptions(
        boolean listing,
        @Nullable String fallback,
        boolean precompressed,
        Caching caching,
        CrossOrigin crossOrigin,
        ContentTypes types,
        ExtraHeaders headers) {

    /** Reads them. */
    static SiteOptions of(PathConfig config) throws PartFailure {
        Map<?, ? extends @Nullable Object> options = config.object("options");
        return new SiteOptions(
                Boolean.TRUE.equals(options.get("enable_directory_listing")),
                fallback(options.get("default_file")),
                !Boolean.FALSE.equals(options.get("precompressed")),
                Caching.of(options),
                CrossOrigin.of(options),
                ContentTypes.of(options.get("mime_types")),
                ExtraHeaders.of(options.get("headers")));
    }

    private static @Nullable String fallback(@Nullable Object value) throws PartFailure {
        if (value == null || (value instanceof String name && !name.isBlank())) {
            return (String) value;
        }
        throw new PartFailure(
                PartFailure.Cause.CONFIGURATION, "options.default_file must be the name of a file in the folder");
    }

    /** A text that may stand in a header. */
    static String text(String key, @Nullable Object value) throws PartFailure {
        if (value instanceof String text && !text.isBlank() && text.chars().allMatch(c -> c >= ' ' && c < 127)) {
            return text;
        }
        throw new PartFailure(
                PartFailure.Cause.CONFIGURATION, "options.%s must be ASCII text on one line".formatted(key));
    }
}
