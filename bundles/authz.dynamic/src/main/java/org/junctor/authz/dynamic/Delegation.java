package org.junctor.authz.dynamic;

import org.junctor.api.security.Decision;

/**
 * That a procedure decides for a role.
 *
 * @param procedure its URI
 * @param trustlevel what receivers are told of calls and events of the role; {@link Decision#NO_TRUSTLEVEL} for nothing
 * @param timeoutMs how long an answer may take
 * @param cacheTtlMs how long an answer is kept that says so
 * @param cacheMax how many answers are kept
 */
record Delegation(String procedure, long trustlevel, long timeoutMs, long cacheTtlMs, int cacheMax) {
    static final long TIMEOUT_MS = 5_000;
    static final long CACHE_TTL_MS = 60_000;
    static final int CACHE_MAX = 10_000;
}
