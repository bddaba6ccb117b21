package org.junctor.itests.protocol;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes down which tests have run with which result, for {@link ConformanceTable}: a line for each, of the class, the method, what the
 * class was run with, and whether it passed.
 */
public final class Account implements TestExecutionListener {
    /** Where the lines are, in the module. */
    static final Path FILE = Path.of("target", "conformance", "ran.tsv");

    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private @Nullable TestPlan plan;

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (plan != null && test.getSource().orElse(null) instanceof MethodSource source && test.isTest()) {
            String name = source.getClassName().replaceFirst(".*\\.", "");
            String parameter = plan.getParent(test)
                    .filter(parent -> parent.getUniqueIdObject()
                            .getLastSegment()
                            .getType()
                            .contains("invocation"))
                    .map(TestIdentifier::getDisplayName)
                    .orElse("");
            String passed = result.getStatus() == Status.SUCCESSFUL ? "passed" : "failed";
            lines.add(String.join("\t", name, source.getMethodName(), parameter, passed));
        }
    }

    @Override
    public void testPlanExecutionFinished(TestPlan finished) {
        if (lines.stream().anyMatch(line -> line.startsWith(ConformanceTable.class.getSimpleName() + "\t"))) {
            return; // the one that reads the file
        }
        try {
            Files.createDirectories(FILE.getParent());
            Files.write(FILE, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
