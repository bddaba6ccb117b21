package org.junctor.node;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON into a tree. */
final class JsonTree {
    private static final int MAX_DEPTH = 100;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private final Findings findings;
    private final JsonParser parser;

    private JsonTree(JsonParser parser, Findings findings) {
        this.parser = parser;
        this.findings = findings;
    }

    /** Reads one value. A key that is there twice goes to {@code findings}. */
    static Tree read(String text, Findings findings) throws SyntaxProblem {
        try (JsonParser parser = FACTORY.createParser(text)) {
            JsonTree reader = new JsonTree(parser, findings);
            if (parser.nextToken() == null) {
                throw new SyntaxProblem(Mark.START, "the file is empty");
            }
            Tree tree = reader.value("");
            if (parser.nextToken() != null) {
                throw new SyntaxProblem(reader.here(), "there is something behind the end of the JSON value");
            }
            return tree;
        } catch (JsonProcessingException problem) {
            throw new SyntaxProblem(mark(problem.getLocation()), problem.getOriginalMessage());
        } catch (IOException impossible) {
            throw new IllegalStateException("reading from memory failed", impossible);
        }
    }

    private Tree value(String path) throws IOException, SyntaxProblem {
        Mark mark = here();
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(mark, path);
            case START_ARRAY -> sequence(mark, path);
            default -> new Tree.Scalar(mark, scalar(mark));
        };
    }

    private @Nullable Object scalar(Mark mark) throws IOException, SyntaxProblem {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> Numbers.integer(parser.getText(), 10, mark);
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> throw new SyntaxProblem(mark, "unexpected " + parser.currentToken());
        };
    }

    private Tree sequence(Mark mark, String path) throws IOException, SyntaxProblem {
        List<Tree> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(KeyPath.item(path, items.size())));
        }
        return new Tree.Sequence(mark, items);
    }

    private Tree mapping(Mark mark, String path) throws IOException, SyntaxProblem {
        Map<String, Tree.Member> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Mark keyMark = here();
            String key = parser.currentName();
            parser.nextToken();
            String keyPath = KeyPath.key(path, key);
            Tree.Member member = new Tree.Member(keyMark, value(keyPath));
            Tree.Member first = members.putIfAbsent(key, member);
            if (first != null) {
                findings.error(keyMark, keyPath, KeyPath.twice(first.keyMark()));
            }
        }
        return new Tree.Mapping(mark, members);
    }

    private Mark here() {
        return mark(parser.currentTokenLocation());
    }

    private static Mark mark(@Nullable JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? Mark.START
                : new Mark(location.getLineNr(), Math.max(1, location.getColumnNr()));
    }
}
