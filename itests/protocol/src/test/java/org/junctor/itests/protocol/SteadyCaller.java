package org.junctor.itests.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls as fast as it is answered, and keeps account: each call has one answer, and those of {@code sure} procedures are results. */
final class SteadyCaller {
    private static final int IN_FLIGHT = 64;
    private static final Set<String> REFUSALS = Set.of("wamp.error.no_such_procedure", "wamp.error.canceled");

    private final String name;
    private final Session session;
    private final List<String> sure;
    private final List<String> unsure;
    private final Map<Long, String> open = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private int results;
    private int errors;

    /** One that calls each procedure in turn; a call's arguments are its name and the call's number for that procedure. */
    SteadyCaller(String name, Session session, List<String> sure, List<String> unsure) {
        this.name = name;
        this.session = session;
        this.sure = sure;
        this.unsure = unsure;
    }

    /** Calls until it is enough, then waits for what is left. */
    void run(Crowd crowd) {
        int turn = 0;
        while (!crowd.enough()) {
            while (open.size() < IN_FLIGHT) {
                call(turn % 4 == 3 ? unsure.get(turn / 4 % unsure.size()) : sure.get(turn % sure.size()));
                turn++;
            }
            take(session.peer().receive());
        }
        while (!open.isEmpty()) {
            take(session.peer().receive());
        }
        session.expectNothingMore();
    }

    /** How many calls got a result. */
    int results() {
        return results;
    }

    /** How many calls got an error. */
    int errors() {
        return errors;
    }

    private void call(String procedure) {
        long number = numbers.merge(procedure, 1L, Long::sum);
        open.put(session.call(procedure, name, number), procedure);
    }

    private void take(JsonNode answer) {
        boolean result = answer.get(0).asInt() == Type.RESULT;
        String procedure = open.remove(answer.get(result ? 1 : 2).asLong());
        if (procedure == null) {
            throw new AssertionError("answered twice, or never asked: " + answer);
        }
        if (result) {
            results++;
        } else {
            errors++;
            if (sure.contains(procedure) || !REFUSALS.contains(answer.path(4).asText())) {
                throw new AssertionError("call of " + procedure + ": " + answer);
            }
        }
    }
}
