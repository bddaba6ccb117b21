package org.junctor.itests.protocol;

/** All statements of the specification that hold on every transport. */
interface AllStatements
        extends SessionStatements,
                AuthenticationStatements,
                ViolationStatements,
                UriStatements,
                PubSubStatements,
                PatternSubscriptionStatements,
                AudienceStatements,
                IdentityStatements,
                TrustStatements,
                RetentionStatements,
                HistoryStatements,
                CallStatements,
                LeavingStatements,
                CancelStatements,
                TimeoutStatements,
                ProgressStatements,
                ProgressiveInvocationStatements,
                PatternRegistrationStatements,
                SharedRegistrationStatements,
                RevocationStatements,
                PassthruStatements,
                MetaStatements,
                SubscriptionMetaStatements,
                RegistrationMetaStatements,
                TestamentStatements {}
