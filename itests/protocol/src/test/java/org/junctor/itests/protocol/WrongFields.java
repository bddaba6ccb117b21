package org.junctor.itests.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes messages with one wrong field each, from what the specification says of the fields of each type. */
final class WrongFields {
    private static final String BOOL = "bool";
    private static final String INTEGER = "integer";
    private static final String TEXT = "text";
    private static final String IDS = "ids";
    private static final String TEXTS = "texts";
    private static final String DICT = "dict option";

    /** Values that are none of the kind, as JSON. */
    private static final Map<String, List<String>> WRONG = Map.ofEntries(
            Map.entry("id", List.of("\"1\"", "1.5", "true", "null", "[]", "{}", "0", "-1", "9007199254740993", "1e17")),
            Map.entry("type", List.of("\"68\"", "68.5", "true", "null", "[]", "{}", "-1", "0", "48", "9999999999999")),
            Map.entry("uri", List.of("1", "1.5", "true", "null", "[]", "{}", "[\"a.b\"]")),
            Map.entry("dict", List.of("1", "\"x\"", "true", "null", "[]", "[{}]", "1.5")),
            // An option that is null is one that is not set: some clients send all that they know.
            Map.entry(DICT, List.of("1", "\"x\"", "true", "[]", "[{}]", "1.5")),
            Map.entry("list", List.of("1", "\"x\"", "true", "null", "{}", "1.5", "{\"0\":1}")),
            Map.entry(BOOL, List.of("0", "1", "\"true\"", "[]", "{}", "1.5", "[true]")),
            Map.entry(INTEGER, List.of("\"1\"", "-5", "1.5", "true", "[]", "{}")),
            Map.entry(TEXT, List.of("1", "1.5", "true", "[]", "{}", "[\"x\"]")),
            Map.entry(IDS, List.of("\"x\"", "1", "{}", "[\"x\"]", "[1.5]", "[null]", "true", "[[1]]")),
            Map.entry(TEXTS, List.of("1", "\"x\"", "{}", "[1]", "[null]", "true", "[[\"x\"]]")));

    private static final Map<String, String> PASSTHRU =
            Map.of("ppt_scheme", TEXT, "ppt_serializer", TEXT, "ppt_cipher", TEXT, "ppt_keyid", TEXT);

    /** The client's messages, each with all its fields. */
    private static final List<Shape> CLIENT = List.of(
            new Shape("[1,\"realm1\",{\"roles\":{\"caller\":{}}}]", 3, "uri", "dict")
                    .option(2, "authmethods", TEXTS)
                    .option(2, "authid", TEXT)
                    .option(2, "authextra", DICT)
                    .option(2, "roles", DICT),
            new Shape("[6,{},\"wamp.close.normal\"]", 3, "dict", "uri"),
            new Shape("[8,68,1,{},\"a.b\",[],{}]", 5, "type", "id", "dict", "uri", "list", "dict").options(3, PASSTHRU),
            new Shape("[16,1,{},\"a.b\",[],{}]", 4, "id", "dict", "uri", "list", "dict")
                    .options(2, PASSTHRU)
                    .options(2, Map.of("acknowledge", BOOL, "exclude_me", BOOL, "disclose_me", BOOL, "retain", BOOL))
                    .options(2, Map.of("exclude", IDS, "eligible", IDS, "exclude_authid", TEXTS))
                    .options(
                            2, Map.of("exclude_authrole", TEXTS, "eligible_authid", TEXTS, "eligible_authrole", TEXTS)),
            new Shape("[32,1,{},\"a.b\"]", 4, "id", "dict", "uri")
                    .options(2, Map.of("match", TEXT, "get_retained", BOOL)),
            new Shape("[34,1,2]", 3, "id", "id"),
            new Shape("[48,1,{},\"a.b\",[],{}]", 4, "id", "dict", "uri", "list", "dict")
                    .options(2, PASSTHRU)
                    .options(2, Map.of("timeout", INTEGER, "receive_progress", BOOL, "progress", BOOL))
                    .options(2, Map.of("disclose_me", BOOL, "rkey", TEXT)),
            new Shape("[49,1,{}]", 3, "id", "dict").option(2, "mode", TEXT),
            new Shape("[64,1,{},\"a.b\"]", 4, "id", "dict", "uri")
                    .options(
                            2, Map.of("match", TEXT, "invoke", TEXT, "disclose_caller", BOOL, "forward_timeout", BOOL)),
            new Shape("[66,1,2]", 3, "id", "id"),
            new Shape("[70,1,{},[],{}]", 3, "id", "dict", "list", "dict")
                    .options(2, PASSTHRU)
                    .option(2, "progress", BOOL));

    /** The router's messages, which a client may not send at all, right or wrong. */
    private static final List<Shape> ROUTER = List.of(
            new Shape("[2,1,{}]", 3, "id", "dict"),
            new Shape("[4,\"ticket\",{}]", 3, "uri", "dict"),
            new Shape("[5,\"secret\",{}]", 3, "uri", "dict"),
            new Shape("[17,1,2]", 3, "id", "id"),
            new Shape("[33,1,2]", 3, "id", "id"),
            new Shape("[35,1]", 2, "id"),
            new Shape("[36,1,2,{},[],{}]", 4, "id", "id", "dict", "list", "dict"),
            new Shape("[50,1,{},[],{}]", 3, "id", "dict", "list", "dict"),
            new Shape("[65,1,2]", 3, "id", "id"),
            new Shape("[67,1]", 2, "id"),
            new Shape("[68,1,2,{},[],{}]", 4, "id", "id", "dict", "list", "dict"),
            new Shape("[69,1,{}]", 3, "id", "dict"));

    private WrongFields() {}

    /**
     * One case.
     *
     * @param message the message, as JSON
     * @param field the key of the option that is wrong; empty if another field is, or their number
     * @param opening whether it is a HELLO, so that there is no session yet
     */
    record Case(String message, String field, boolean opening) {}

    /** All cases. */
    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        CLIENT.forEach(shape -> shape.addTo(cases));
        for (Shape shape : ROUTER) {
            cases.add(new Case(shape.right, "", false));
            shape.addTo(cases);
        }
        return cases;
    }

    private static List<String> wrong(String kind) {
        return Objects.requireNonNull(WRONG.get(kind), kind);
    }

    /** A key that a dict of a message may have. */
    private record Option(int place, String key, String kind) {}

    /** What a message of one type is like. */
    private static final class Shape {
        private final String right;
        private final int required;
        private final List<String> kinds;
        private final List<Option> options = new ArrayList<>();

        Shape(String right, int required, String... kinds) {
            this.right = right;
            this.required = required;
            this.kinds = List.of(kinds);
        }

        Shape option(int place, String key, String kind) {
            options.add(new Option(place, key, kind));
            return this;
        }

        Shape options(int place, Map<String, String> more) {
            more.forEach((key, kind) -> option(place, key, kind));
            return this;
        }

        void addTo(List<Case> cases) {
            boolean opening = right.startsWith("[1,");
            for (int i = 0; i < kinds.size(); i++) {
                for (String wrong : wrong(kinds.get(i))) {
                    ArrayNode message = message();
                    message.set(i + 1, Json.tree(wrong));
                    cases.add(new Case(message.toString(), "", opening));
                }
            }
            for (Option option : options) {
                for (String wrong : wrong(option.kind)) {
                    ArrayNode message = message();
                    ((ObjectNode) message.get(option.place)).set(option.key, Json.tree(wrong));
                    cases.add(new Case(message.toString(), option.key, opening));
                }
            }
            for (int size = 1; size < required; size++) {
                ArrayNode message = message();
                while (message.size() > size) {
                    message.remove(size);
                }
                cases.add(new Case(message.toString(), "", opening));
            }
            cases.add(new Case(message().add(1).add(2).toString(), "", opening));
            cases.add(
                    new Case(message().add(Json.tree("{}")).add(Json.tree("[]")).toString(), "", opening));
        }

        private ArrayNode message() {
            JsonNode copy = Json.tree(right);
            return (ArrayNode) copy;
        }
    }
}
