package org.junctor.authz.roles;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.junctor.api.security.Action;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Match;

/** A role of a realm: its rules, and what they were found to say of the URIs that were asked for since. */
final class Role {
    /** How many answers are kept for each action and policy, and how long their URIs may be. */
    static final int KEPT_MAX = 4096;

    static final int KEPT_LENGTH_MAX = 256;

    private static final CompletionStage<Decision> ALLOW = Decision.ALLOW.now();
    private static final CompletionStage<Decision> ALLOW_DISCLOSED = Decision.ALLOW_DISCLOSED.now();
    private static final CompletionStage<Decision> DENY = Decision.DENY.now();

    private final Answers call;
    private final Answers register;
    private final Answers subscribe;
    private final Answers publish;

    /** @param rules for every action */
    Role(Function<Action, Rules> rules) {
        call = new Answers(rules.apply(Action.CALL), true);
        register = new Answers(rules.apply(Action.REGISTER), false);
        subscribe = new Answers(rules.apply(Action.SUBSCRIBE), false);
        publish = new Answers(rules.apply(Action.PUBLISH), true);
    }

    /** What this role may do; one of three stages that are complete. */
    CompletionStage<Decision> decide(Action action, String uri, Match match) {
        return answers(action).decide(uri, match);
    }

    /** How many answers are kept for one action and policy. */
    int kept(Action action, Match match) {
        return answers(action).kept(match).size();
    }

    private Answers answers(Action action) {
        return switch (action) {
            case CALL -> call;
            case REGISTER -> register;
            case SUBSCRIBE -> subscribe;
            case PUBLISH -> publish;
        };
    }

    /** The rules of one action, and their answers. */
    private static final class Answers {
        private final Rules rules;
        private final boolean disclosing;
        private final ConcurrentHashMap<String, CompletionStage<Decision>> exact = new ConcurrentHashMap<>();
        private final ConcurrentHashMap<String, CompletionStage<Decision>> prefix = new ConcurrentHashMap<>();
        private final ConcurrentHashMap<String, CompletionStage<Decision>> wildcard = new ConcurrentHashMap<>();

        /** @param disclosing whether it is an action of somebody who may be disclosed */
        Answers(Rules rules, boolean disclosing) {
            this.rules = rules;
            this.disclosing = disclosing;
        }

        CompletionStage<Decision> decide(String uri, Match match) {
            ConcurrentHashMap<String, CompletionStage<Decision>> kept = kept(match);
            CompletionStage<Decision> known = kept.get(uri);
            if (known != null) {
                return known;
            }
            CompletionStage<Decision> found = match == Match.EXACT ? concrete(uri) : pattern(uri, match);
            if (uri.length() <= KEPT_LENGTH_MAX) {
                if (kept.size() >= KEPT_MAX) {
                    kept.clear();
                }
                kept.put(uri, found);
            }
            return found;
        }

        ConcurrentHashMap<String, CompletionStage<Decision>> kept(Match match) {
            return switch (match) {
                case EXACT -> exact;
                case PREFIX -> prefix;
                case WILDCARD -> wildcard;
            };
        }

        private CompletionStage<Decision> concrete(String uri) {
            Rule rule = rules.deciding(uri);
            if (rule == null || !rule.allows()) {
                return DENY;
            }
            return disclosing && rule.disclose() ? ALLOW_DISCLOSED : ALLOW;
        }

        private CompletionStage<Decision> pattern(String pattern, Match match) {
            return rules.cover(match, pattern) ? ALLOW : DENY;
        }
    }
}
