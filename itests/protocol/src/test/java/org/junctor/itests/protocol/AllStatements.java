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
                CallStatements,
                LeavingStatements,
                CancelStatements,
                ProgressStatements,
                PatternRegistrationStatements,
                MetaStatements {}
