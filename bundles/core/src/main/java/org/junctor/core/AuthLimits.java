package org.junctor.core;

/**
 * The limits of {@code org.junctor.core} that concern failed log-ins.
 *
 * @param addressBurst how many of one address count before it is refused at once
 * @param perMinute how many of either are forgiven each minute
 * @param authidFree how many for one authid go before log-ins under that name are delayed
 * @param delayMs longest delay
 * @param tracked how many addresses, and how many authids, are remembered
 */
record AuthLimits(int addressBurst, int perMinute, int authidFree, long delayMs, int tracked) {
    static AuthLimits of(CoreConfig config) {
        return new AuthLimits(
                config.auth_failures_address(),
                config.auth_failures_per_minute(),
                config.auth_failures_authid(),
                config.auth_failures_delay_ms(),
                config.auth_failures_tracked());
    }
}
