package org.junctor.authz.roles;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junctor.api.security.Action;
import org.junctor.api.security.Decision;
import org.junctor.api.security.Disclosure;
import org.junctor.api.security.Match;

/** A role of a realm: its rules, and what they were found to say of the URIs that were asked for since. */
final class Role {
    /** How many answers are kept for each action and policy, and how long their URIs may be. */
    static final int KEPT_MAX = 4096;

    static final int KEPT_LENGTH_MAX = 256;

    private static final CompletionStage<Decision> DENY = Decision.DENY.now();
    private static final CompletionStage<Decision> UNKNOWN = Decision.UNKNOWN.now();

    private final Map<Action, Rules> rules = new EnumMap<>(Action.class);
    private final @Nullable String authorizer;
    private final Answers call;
    private final Answers register;
    private final Answers subscribe;
    private final Answers publish;

    /**
     * A role.
     *
     * @param rules for every action
     * @param trustlevel what receivers are told of its calls and events
     * @param authorizer the procedure that decides where no rule matches; null if there is none
     */
    Role(Function<Action, Rules> rules, long trustlevel, @Nullable String authorizer) {
        this.authorizer = authorizer;
        for (Action action : Action.values()) {
            this.rules.put(action, rules.apply(action));
        }
        CompletionStage<Decision> unmatched = authorizer == null ? DENY : UNKNOWN;
        call = new Answers(rules(Action.CALL), trustlevel, unmatched);
        register = new Answers(rules(Action.REGISTER), Decision.NO_TRUSTLEVEL, unmatched);
        subscribe = new Answers(rules(Action.SUBSCRIBE), Decision.NO_TRUSTLEVEL, unmatched);
        publish = new Answers(rules(Action.PUBLISH), trustlevel, unmatched);
    }

    /** The rules of one action. */
    Rules rules(Action action) {
        return Objects.requireNonNull(rules.get(action));
    }

    /** The procedure that decides where no rule matches; null if there is none. */
    @Nullable
    String authorizer() {
        return authorizer;
    }

    /** What this role may do; one of few stages that are complete. */
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
        private final CompletionStage<Decision> unmatched;
        private final Map<Disclosure, CompletionStage<Decision>> allow = new EnumMap<>(Disclosure.class);
        private final ConcurrentHashMap<String, CompletionStage<Decision>> exact = new ConcurrentHashMap<>();
        private final ConcurrentHashMap<String, CompletionStage<Decision>> prefix = new ConcurrentHashMap<>();
        private final ConcurrentHashMap<String, CompletionStage<Decision>> wildcard = new ConcurrentHashMap<>();

        Answers(Rules rules, long trustlevel, CompletionStage<Decision> unmatched) {
            this.rules = rules;
            this.unmatched = unmatched;
            for (Disclosure disclosure : Disclosure.values()) {
                allow.put(disclosure, new Decision(Decision.Verdict.ALLOW, disclosure, trustlevel).now());
            }
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
            return decided(rules.deciding(uri));
        }

        private CompletionStage<Decision> pattern(String pattern, Match match) {
            Rules.Refused refused = rules.refused(match, pattern);
            return refused == null ? allowed(Disclosure.AS_ASKED) : decided(refused.rule());
        }

        private CompletionStage<Decision> decided(@Nullable Rule rule) {
            if (rule == null) {
                return unmatched;
            }
            return rule.allows() ? allowed(rule.disclosure()) : DENY;
        }

        private CompletionStage<Decision> allowed(Disclosure disclosure) {
            return Objects.requireNonNull(allow.get(disclosure));
        }
    }
}
