package org.junctor.itests.protocol;

/** The statements of the specification over RawSocket. */
final class RawSocketConformanceTest
        implements SessionStatements,
                ViolationStatements,
                UriStatements,
                PubSubStatements,
                PatternSubscriptionStatements,
                CallStatements,
                LeavingStatements,
                CancelStatements,
                ProgressStatements,
                PatternRegistrationStatements,
                MetaStatements,
                OversizedStatements {
    @Override
    public Wire wire() {
        return Wire.RAWSOCKET;
    }
}
