package org.junctor.http.api;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One configured path of a listener, or a listener's whole protocol.
 *
 * @param id the listener's id, with the path behind it ({@code t1/ws}; {@code t1} for the root)
 * @param keys its keys as in the node file, already checked against the schema fragment of the bundle that serves it; nested
 *     values are {@link Map}, {@link java.util.List}, strings, numbers and booleans
 * @param nodeDirectory what relative file names are relative to
 */
public record PathConfig(String id, Map<String, ? extends @Nullable Object> keys, Path nodeDirectory) {}
