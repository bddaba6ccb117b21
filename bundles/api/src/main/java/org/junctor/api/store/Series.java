package org.junctor.api.store;

import org.junctor.api.security.Match;

/**
 * The events of one topic, or of all topics that match a pattern, whose history is kept, in the order in which they came.
 *
 * @param uri topic or pattern
 * @param match how it matches
 */
public record Series(String uri, Match match) {}
