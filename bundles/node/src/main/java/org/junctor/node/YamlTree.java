package org.junctor.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML 1.2 into a tree, with the merge key {@code <<} of YAML 1.1, which Crossbar's files may have. */
final class YamlTree {
    private static final int MAX_ALIASES = 50;
    private static final int MAX_DEPTH = 100;
    /** What aliases of aliases may grow to. */
    private static final int MAX_VALUES = 100_000;

    private final Findings findings;
    private int values;
    private int depth;

    private YamlTree(Findings findings) {
        this.findings = findings;
    }

    /** Reads one document. A key that is there twice goes to {@code findings}. */
    static Tree read(String text, Findings findings) throws SyntaxProblem {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setCodePointLimit(Math.max(1, text.length()))
                .build();
        try {
            Optional<Node> document = new Compose(settings).composeString(text);
            if (document.isEmpty()) {
                throw new SyntaxProblem(Mark.START, "the file is empty");
            }
            return new YamlTree(findings).tree(document.get(), "");
        } catch (MarkedYamlEngineException problem) {
            throw new SyntaxProblem(
                    mark(problem.getProblemMark()), problem.getProblem() == null ? "no YAML" : problem.getProblem());
        } catch (StackOverflowError tooDeep) { // the parser goes down by recursion, and knows no limit
            throw new SyntaxProblem(Mark.START, "nested too deeply");
        } catch (YamlEngineException problem) {
            throw new SyntaxProblem(Mark.START, String.valueOf(problem.getMessage()));
        }
    }

    private Tree tree(Node node, String path) throws SyntaxProblem {
        Mark mark = mark(node.getStartMark());
        if (++values > MAX_VALUES || ++depth > MAX_DEPTH) {
            throw new SyntaxProblem(mark, "too many values, or nested too deeply; is an alias part of itself?");
        }
        Tree tree;
        if (node instanceof MappingNode mapping) {
            tree = mapping(mapping, mark, path);
        } else if (node instanceof SequenceNode sequence) {
            List<Tree> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(tree(item, KeyPath.item(path, items.size())));
            }
            tree = new Tree.Sequence(mark, items);
        } else {
            tree = new Tree.Scalar(mark, scalar((ScalarNode) node, mark));
        }
        depth--;
        return tree;
    }

    private Tree.Mapping mapping(MappingNode node, Mark mark, String path) throws SyntaxProblem {
        Map<String, Tree.Member> members = new LinkedHashMap<>();
        List<Tree> merged = new ArrayList<>();
        for (NodeTuple tuple : node.getValue()) {
            Mark keyMark = mark(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new SyntaxProblem(keyMark, "a key must be text");
            }
            if (key.getValue().equals("<<") && key.isPlain()) {
                merged.add(tree(tuple.getValueNode(), path));
                continue;
            }
            String keyPath = KeyPath.key(path, key.getValue());
            Tree.Member first =
                    members.putIfAbsent(key.getValue(), new Tree.Member(keyMark, tree(tuple.getValueNode(), keyPath)));
            if (first != null) {
                findings.error(keyMark, keyPath, KeyPath.twice(first.keyMark()));
            }
        }
        for (Tree other : merged) {
            merge(other, members);
        }
        return new Tree.Mapping(mark, members);
    }

    private static void merge(Tree other, Map<String, Tree.Member> members) throws SyntaxProblem {
        if (other instanceof Tree.Mapping mapping) {
            mapping.members().forEach(members::putIfAbsent);
        } else if (other instanceof Tree.Sequence sequence) {
            for (Tree item : sequence.items()) {
                merge(item, members);
            }
        } else {
            throw new SyntaxProblem(other.mark(), "<< takes a mapping, such as an alias");
        }
    }

    private static @Nullable Object scalar(ScalarNode node, Mark mark) throws SyntaxProblem {
        String text = node.getValue();
        Tag tag = node.getTag();
        if (tag.equals(Tag.STR) || tag.equals(Tag.ENV_TAG)) { // a whole ${VAR}, which is ours to replace
            return text;
        } else if (tag.equals(Tag.NULL)) {
            return null;
        } else if (tag.equals(Tag.BOOL)) {
            return Boolean.parseBoolean(text);
        } else if (tag.equals(Tag.INT)) {
            return integer(text, mark);
        } else if (tag.equals(Tag.FLOAT)) {
            return decimal(text, mark);
        }
        throw new SyntaxProblem(mark, "the tag " + tag.getValue() + " is not supported");
    }

    private static Number integer(String text, Mark mark) throws SyntaxProblem {
        if (text.startsWith("0x")) {
            return Numbers.integer(text.substring(2), 16, mark);
        } else if (text.startsWith("0o")) {
            return Numbers.integer(text.substring(2), 8, mark);
        }
        return Numbers.integer(text, 10, mark);
    }

    private static Double decimal(String text, Mark mark) throws SyntaxProblem {
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException special) {
            throw new SyntaxProblem(mark, text + " is no number");
        }
    }

    private static Mark mark(Optional<org.snakeyaml.engine.v2.exceptions.Mark> mark) {
        return mark.map(at -> new Mark(at.getLine() + 1, at.getColumn() + 1)).orElse(Mark.START);
    }
}
