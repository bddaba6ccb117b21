package org.junctor.itests.protocol;

/** The statements whose features are being built: {@code -Dtest=UpcomingConformance}; what passes moves to {@link AllStatements}. */
final class UpcomingConformance
        implements TrustStatements,
                RetentionStatements,
                HistoryStatements,
                TimeoutStatements,
                ProgressiveInvocationStatements,
                SharedRegistrationStatements,
                RevocationStatements,
                PassthruStatements,
                SubscriptionMetaStatements,
                RegistrationMetaStatements,
                TestamentStatements {
    @Override
    public Wire wire() {
        return Wire.WEBSOCKET;
    }
}
