package org.junctor.itests.protocol;

import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What belongs to every session, over all the other transports and serializers. */
@ParameterizedClass(name = "{0}")
@MethodSource("org.junctor.itests.protocol.Wires#broad")
record BroadMatrixTest(Wire wire)
        implements SessionStatements,
                ViolationStatements,
                PubSubStatements,
                PatternSubscriptionStatements,
                CallStatements,
                LeavingStatements,
                CancelStatements,
                ProgressStatements {}
