package org.junctor.api.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that new subscribers of its topic may ask for.
 *
 * @param event the event
 * @param expires when it is to be forgotten; null for never
 */
public record RetainedEvent(StoredEvent event, @Nullable Instant expires) {}
