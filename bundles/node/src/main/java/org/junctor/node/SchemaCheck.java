package org.junctor.node;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks a tree against a JSON Schema, with positions. Knows the keywords that the fragments use, and some of our own:
 * {@code x-junctor-plugin} (the key {@code type} names the fragment that describes this mapping), {@code x-junctor-methods} (each key
 * does), {@code x-junctor-common} (keys that every such fragment has) and {@code x-junctor-fragment} (that fragment, if it is installed).
 */
final class SchemaCheck {
    private final Fragments fragments;
    private final Findings findings;
    private final Environment environment;
    private final ScalarCheck scalars;

    SchemaCheck(Fragments fragments, Findings findings, Environment environment) {
        this.fragments = fragments;
        this.findings = findings;
        this.environment = environment;
        this.scalars = new ScalarCheck(findings, environment);
    }

    void check(Tree value, Schema schema, String path) {
        check(value, schema, null, path);
    }

    /** @param common what the node says of the keys of all plug-ins of this kind; null for no plug-in */
    private void check(Tree value, Schema schema, @Nullable Schema common, String path) {
        String reference = schema.text("$ref");
        if (reference != null) {
            check(value, fragments.resolve(reference, schema), common, path);
        }
        if (!scalars.type(value, schema, path)) {
            return;
        }
        String fragment = schema.text("x-junctor-fragment");
        Schema installed = fragment == null ? null : fragments.named(fragment);
        if (installed != null) {
            check(value, installed, path);
        }
        if (value instanceof Tree.Scalar scalar) {
            scalars.value(scalar, schema, path);
        } else if (value instanceof Tree.Sequence sequence) {
            sequence(sequence, schema, path);
        } else if (value instanceof Tree.Mapping mapping) {
            String kind = schema.text("x-junctor-plugin");
            if (kind != null) {
                plugin(mapping, kind, schema, path);
                return;
            }
            mapping(mapping, schema, common, path);
        }
        combined(value, schema, common, path);
    }

    private void sequence(Tree.Sequence sequence, Schema schema, String path) {
        Schema items = schema.at("items");
        if (items != null) {
            for (int i = 0; i < sequence.items().size(); i++) {
                check(sequence.items().get(i), items, KeyPath.item(path, i));
            }
        }
        if (schema.keywords().get("minItems") instanceof Number least
                && sequence.items().size() < least.intValue()) {
            findings.error(sequence.mark(), path, "must have at least " + least + " items");
        }
        if (schema.keywords().get("maxItems") instanceof Number most
                && sequence.items().size() > most.intValue()) {
            findings.error(sequence.mark(), path, "must have at most " + most + " items");
        }
    }

    private void mapping(Tree.Mapping mapping, Schema schema, @Nullable Schema common, String path) {
        for (Map.Entry<String, Tree.Member> entry : mapping.members().entrySet()) {
            member(entry.getKey(), entry.getValue(), schema, common, path);
        }
        Set<String> required = new LinkedHashSet<>();
        schema.list("required").forEach(key -> required.add(String.valueOf(key)));
        if (common != null) {
            common.list("required").forEach(key -> required.add(String.valueOf(key)));
        }
        required.removeAll(misspelt(mapping, schema, common));
        for (String key : required) {
            missing(mapping, key, path);
        }
        if (schema.keywords().get("minProperties") instanceof Number least
                && mapping.members().size() < least.intValue()) {
            findings.error(
                    mapping.mark(), path, least.intValue() == 1 ? "must not be empty" : "must have " + least + " keys");
        }
    }

    /** The known keys that unknown ones are likely to mean: they are not missing as well. */
    private static Set<String> misspelt(Tree.Mapping mapping, Schema schema, @Nullable Schema common) {
        Set<String> meant = new HashSet<>();
        List<String> known = known(schema, common, true);
        for (String key : mapping.members().keySet()) {
            if (!known.contains(key)) {
                String nearest = Nearest.of(key, known);
                if (nearest != null) {
                    meant.add(nearest);
                }
            }
        }
        return meant;
    }

    private void missing(Tree.Mapping mapping, String key, String path) {
        if (!mapping.has(key)) {
            findings.error(mapping.mark(), path, "the key \"" + key + "\" is missing");
        }
    }

    private void member(String key, Tree.Member member, Schema schema, @Nullable Schema common, String path) {
        String keyPath = KeyPath.key(path, key);
        Schema declared = schema.property(key);
        Schema shared = common == null ? null : common.property(key);
        if (declared == null
                && common != null
                && common.list("x-junctor-common").contains(key)) {
            declared = shared;
        }
        if (declared == null) {
            additional(key, member, schema, common, path);
            return;
        }
        String status = Status.of(declared);
        if (status != null) {
            unavailable(member, declared, status, keyPath);
            return;
        }
        boolean complete = declared.says("properties") || declared.says("$ref");
        check(member.value(), shared == null || complete ? declared : shared, keyPath);
    }

    /** A key of Crossbar that we do not have is fine where it says what we do anyway. */
    private void unavailable(Tree.Member member, Schema declared, String status, String keyPath) {
        Object value = member.value().plain();
        if (declared.says("default") && Objects.equals(declared.keywords().get("default"), value)) {
            return;
        }
        if (Status.stops(declared, keyPath)) {
            findings.error(member.keyMark(), keyPath, status);
        } else {
            findings.warning(member.keyMark(), keyPath, status + " (ignored)");
        }
    }

    private void additional(String key, Tree.Member member, Schema schema, @Nullable Schema common, String path) {
        String keyPath = KeyPath.key(path, key);
        for (String pattern : schema.map("patternProperties").keySet()) {
            Schema patterned = schema.at("patternProperties");
            Schema described = patterned == null ? null : patterned.at(pattern);
            if (described != null && Pattern.compile(pattern).matcher(key).find()) {
                check(member.value(), described, keyPath);
                return;
            }
        }
        Schema names = schema.at("propertyNames");
        if (names != null) {
            check(new Tree.Scalar(member.keyMark(), key), names, keyPath);
        }
        Schema others = schema.at("additionalProperties");
        String kind = schema.text("x-junctor-methods");
        if (kind != null) {
            method(key, member, kind, schema, keyPath);
        } else if (others != null) {
            check(member.value(), others, keyPath);
        } else if (Boolean.FALSE.equals(schema.keywords().get("additionalProperties"))) {
            findings.error(member.keyMark(), keyPath, "unknown key; " + remedy(key, schema, common));
        }
    }

    private String remedy(String key, Schema schema, @Nullable Schema common) {
        List<String> all = known(schema, common, true);
        List<String> available = known(schema, common, false);
        if (Nearest.of(key, all) != null) {
            return Nearest.remedy(key, all);
        }
        for (String name : available) {
            Schema inner = inner(name, schema, common);
            if (inner != null && declares(inner, key)) {
                return "it belongs inside \"" + name + "\"";
            }
        }
        return Nearest.remedy(key, available);
    }

    private static List<String> known(Schema schema, @Nullable Schema common, boolean unavailable) {
        List<String> known = new ArrayList<>();
        for (String name : schema.map("properties").keySet()) {
            Schema property = schema.property(name);
            if (property != null && (unavailable || Status.of(property) == null)) {
                known.add(name);
            }
        }
        if (common != null) {
            common.list("x-junctor-common").stream()
                    .map(String::valueOf)
                    .filter(name -> !known.contains(name))
                    .forEach(known::add);
        }
        return known;
    }

    private static boolean declares(Schema schema, String key) {
        if (schema.property(key) != null) {
            return true;
        }
        for (Schema part : schema.all("allOf")) {
            Schema consequence = part.at("then");
            if (consequence != null && consequence.property(key) != null) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Schema inner(String name, Schema schema, @Nullable Schema common) {
        Schema property = common == null ? null : common.property(name);
        if (property == null) {
            property = schema.property(name);
        }
        String reference = property == null ? null : property.text("$ref");
        return property == null || reference == null ? property : fragments.resolve(reference, property);
    }

    private void plugin(Tree.Mapping mapping, String kind, Schema schema, String path) {
        String type = mapping.text("type");
        if (type == null) {
            missing(mapping, "type", path);
            if (mapping.has("type")) {
                findings.error(mapping.markOf("type"), KeyPath.key(path, "type"), "must be text");
            }
            return;
        }
        Schema fragment = fragments.find(kind, type);
        String other = schema.text("x-junctor-plugin-or");
        if (fragment == null
                && other != null
                && schema.list("x-junctor-plugin-or-types").contains(type)) {
            fragment = fragments.find(other, type);
        }
        if (fragment == null) {
            boolean secret = mapping.get("type") instanceof Tree.Scalar scalar && scalar.replaced();
            absent(secret ? "" : type, mapping.markOf("type"), kind, schema, KeyPath.key(path, "type"));
        } else {
            check(mapping, fragment, schema, path);
        }
    }

    private void method(String name, Tree.Member member, String kind, Schema schema, String keyPath) {
        Schema fragment = fragments.find(kind, name);
        if (fragment == null) {
            absent(name, member.keyMark(), kind, schema, keyPath);
        } else {
            check(member.value(), fragment, keyPath);
        }
    }

    private void absent(String type, Mark mark, String kind, Schema schema, String path) {
        String status = Status.ofValue(schema, type);
        String what = kind.equals("auth") ? "authentication method" : kind + " type";
        String shown = type.isEmpty() ? ", put in from outside" : " \"" + type + "\"";
        String problem = status == null ? "unknown " + what + shown + "; " : "\"" + type + "\" " + status;
        List<String> types = fragments.types(kind);
        String remedy = types.isEmpty()
                ? "no installed bundle brings any; install one"
                : Nearest.remedy(type, types) + " (or install the bundle that brings it)";
        findings.error(mark, path, status == null ? problem + remedy : problem);
    }

    private void combined(Tree value, Schema schema, @Nullable Schema common, String path) {
        for (Schema part : schema.all("allOf")) {
            check(value, part, common, path);
        }
        alternatives(value, schema.all("anyOf"), path);
        alternatives(value, schema.all("oneOf"), path);
        Schema condition = schema.at("if");
        if (condition != null) {
            Schema consequence = schema.at(trial(value, condition, path).errors() == 0 ? "then" : "else");
            if (consequence != null) {
                check(value, consequence, common, path);
            }
        }
    }

    /** Reports what the alternative that fits best has to say, if none fits. */
    private void alternatives(Tree value, List<Schema> alternatives, String path) {
        Findings best = null;
        for (Schema alternative : alternatives) {
            Findings tried = trial(value, alternative, path);
            if (best == null || tried.errors() < best.errors()) {
                best = tried;
            }
        }
        if (best != null) {
            findings.addAll(best);
        }
    }

    private Findings trial(Tree value, Schema schema, String path) {
        Findings tried = findings.trial();
        new SchemaCheck(fragments, tried, environment).check(value, schema, null, path);
        return tried;
    }
}
