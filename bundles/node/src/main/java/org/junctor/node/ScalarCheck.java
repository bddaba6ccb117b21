package org.junctor.node;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Checks types, and what a schema says of texts and numbers. */
final class ScalarCheck {
    private static final String A_MAPPING = "a mapping of keys";
    private static final String A_LIST = "a list";
    private static final Map<String, String> NAMES = Map.of(
            "string", "text",
            "integer", "a whole number",
            "number", "a number",
            "boolean", "true or false",
            "object", A_MAPPING,
            "array", A_LIST,
            "null", "empty");

    private final Findings findings;
    private final Environment environment;

    ScalarCheck(Findings findings, Environment environment) {
        this.findings = findings;
        this.environment = environment;
    }

    /** Whether the value has a type that the schema allows; else that is a finding. */
    boolean type(Tree value, Schema schema, String path) {
        if (value instanceof Tree.Scalar scalar && scalar.isUnresolved()) {
            return false;
        }
        List<String> allowed = allowedTypes(schema);
        if (allowed.isEmpty() || fits(value, allowed) || become(value, allowed)) {
            return true;
        }
        StringBuilder wanted = new StringBuilder();
        for (String type : allowed) {
            wanted.append(wanted.isEmpty() ? "" : " or ").append(NAMES.getOrDefault(type, type));
        }
        String actual = name(value);
        if (actual.equals("empty")) {
            findings.error(
                    value.mark(), path, "is empty, but must be " + wanted + "; give it a value or remove the key");
        } else {
            findings.error(value.mark(), path, "must be " + wanted + ", not " + actual + hint(value, allowed));
        }
        return false;
    }

    private static List<String> allowedTypes(Schema schema) {
        String one = schema.text("type");
        return one != null
                ? List.of(one)
                : schema.list("type").stream().map(String::valueOf).toList();
    }

    private static boolean fits(Tree value, List<String> allowed) {
        if (value instanceof Tree.Mapping) {
            return allowed.contains("object");
        } else if (value instanceof Tree.Sequence) {
            return allowed.contains("array");
        }
        Object plain = value.plain();
        if (plain instanceof Integer || plain instanceof Long) {
            return allowed.contains("integer") || allowed.contains("number");
        } else if (plain instanceof Double) {
            return allowed.contains("number");
        } else if (plain instanceof Boolean) {
            return allowed.contains("boolean");
        }
        return allowed.contains(plain == null ? "null" : "string");
    }

    /** Turns the text that a reference stands for, or a whole {@code $PORT}, into the number or boolean that belongs here. */
    private boolean become(Tree value, List<String> allowed) {
        if (!(value instanceof Tree.Scalar scalar) || !(scalar.value() instanceof String text)) {
            return false;
        }
        String outside = scalar.replaced() ? text : References.variable(text, environment);
        if (outside == null) {
            return false;
        }
        if (allowed.contains("boolean") && (outside.equals("true") || outside.equals("false"))) {
            scalar.replace(Boolean.valueOf(outside));
            return true;
        }
        if (allowed.contains("integer") || allowed.contains("number")) {
            try {
                scalar.replace(Numbers.integer(outside.strip(), 10, value.mark()));
                return true;
            } catch (SyntaxProblem notNumeric) {
                return false;
            }
        }
        return false;
    }

    private static String name(Tree value) {
        if (value instanceof Tree.Mapping) {
            return A_MAPPING;
        } else if (value instanceof Tree.Sequence) {
            return A_LIST;
        }
        Object plain = value.plain();
        if (plain == null) {
            return "empty";
        }
        return plain instanceof String ? "text" : plain instanceof Boolean ? "true or false" : "a number";
    }

    private String hint(Tree value, List<String> allowed) {
        if (!(value instanceof Tree.Scalar scalar) || scalar.replaced()) {
            return "";
        }
        if (!(scalar.value() instanceof String text)) {
            return allowed.contains("string") ? "; put it in quotation marks" : "";
        }
        if (text.startsWith("$") && References.variable(text, name -> name) != null) {
            return environment.value(text.substring(1)) == null
                    ? ": the environment variable " + text.substring(1) + " is not set; set it before the start"
                    : ": so is the environment variable " + text.substring(1);
        }
        if (allowed.contains("boolean") && text.matches("(?i)yes|on|no|off")) {
            return "; write " + (text.matches("(?i)yes|on") ? "true" : "false");
        }
        boolean number = allowed.contains("integer") || allowed.contains("number");
        return number && text.matches("[0-9]+") ? "; remove the quotation marks" : "";
    }

    /** Checks a value that has the right type. */
    void value(Tree.Scalar scalar, Schema schema, String path) {
        Object value = scalar.value();
        if (schema.says("const")
                && !String.valueOf(schema.keywords().get("const")).equals(String.valueOf(value))) {
            findings.error(scalar.mark(), path, "must be " + schema.keywords().get("const"));
        }
        if (value instanceof Number number) {
            range(scalar, number, schema, path);
        } else if (value instanceof String text) {
            text(scalar, text, schema, path);
        }
        if (schema.says("enum")) {
            choice(scalar, schema, path);
        }
    }

    private void range(Tree.Scalar scalar, Number number, Schema schema, String path) {
        Object minimum = schema.keywords().get("minimum");
        Object maximum = schema.keywords().get("maximum");
        boolean low = minimum instanceof Number limit && number.doubleValue() < limit.doubleValue();
        boolean high = maximum instanceof Number limit && number.doubleValue() > limit.doubleValue();
        if (low || high) {
            String wanted = minimum == null
                    ? "at most " + maximum
                    : maximum == null ? "at least " + minimum : "from " + minimum + " to " + maximum;
            findings.error(scalar.mark(), path, "must be " + wanted + shown(scalar, ", not "));
        }
    }

    private void text(Tree.Scalar scalar, String text, Schema schema, String path) {
        String pattern = schema.text("pattern");
        if (pattern != null && !Pattern.compile(pattern).matcher(text).find()) {
            String words = schema.text("x-junctor-pattern");
            findings.error(
                    scalar.mark(),
                    path,
                    (shown(scalar, "") + " must be ").stripLeading()
                            + (words == null ? "of the form " + pattern : words));
        }
        if (schema.keywords().get("minLength") instanceof Number least && text.length() < least.intValue()) {
            findings.error(scalar.mark(), path, "must have at least " + least + " characters");
        }
        if (schema.keywords().get("maxLength") instanceof Number most && text.length() > most.intValue()) {
            findings.error(scalar.mark(), path, "must have at most " + most + " characters");
        }
    }

    /** A value of Crossbar that we do not have is an error, unless the schema lists it or says otherwise. */
    private void choice(Tree.Scalar scalar, Schema schema, String path) {
        boolean listed = schema.list("enum").contains(scalar.value());
        String text = scalar.replaced() ? "" : String.valueOf(scalar.value());
        String status = Status.ofValue(schema, String.valueOf(scalar.value()));
        String shown = scalar.replaced() ? "the value that was put in" : "\"" + text + "\"";
        if (status != null && (listed || "warning".equals(schema.text("x-junctor-severity")))) {
            findings.warning(scalar.mark(), path, shown + " " + status + " (ignored)");
        } else if (status != null) {
            findings.error(scalar.mark(), path, shown + " " + status);
        } else if (!listed) {
            List<String> known =
                    schema.list("enum").stream().map(String::valueOf).toList();
            findings.error(
                    scalar.mark(),
                    path,
                    "unknown value" + (scalar.replaced() ? ", put in from outside" : " " + shown) + "; "
                            + Nearest.remedy(text, known));
        }
    }

    private static String shown(Tree.Scalar scalar, String before) {
        return scalar.replaced()
                ? ""
                : before + (scalar.value() instanceof String ? "\"" + scalar.value() + "\"" : scalar.value());
    }
}
