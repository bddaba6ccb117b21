package org.junctor.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.junctor.node.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code junctor}. */
@Command(
        name = "junctor",
        versionProvider = VersionCommand.Provider.class,
        description = "WAMP application router",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:in order",
            "1:something that should not happen",
            "2:the command line is wrong",
            "3:the node file is wrong, or names what is not there",
            "4:an address to listen on is in use",
            "5:the node runs already, or does not run"
        },
        footerHeading = "%nExample:%n",
        footer = {"  junctor init --cbdir /srv/node", "  junctor start --cbdir /srv/node"})
public final class Main implements Runnable {
    private static final Map<String, Function<Surroundings, Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("init", InitCommand::new);
        COMMANDS.put("start", StartCommand::new);
        COMMANDS.put("stop", StopCommand::new);
        COMMANDS.put("status", StatusCommand::new);
        COMMANDS.put("check", CheckCommand::new);
        COMMANDS.put("explain-permission", ExplainPermissionCommand::new);
        COMMANDS.put("reload", ReloadCommand::new);
        COMMANDS.put("shell", ShellCommand::new);
        COMMANDS.put("keygen", KeygenCommand::new);
        COMMANDS.put("user", UserCommand::line);
        COMMANDS.put("demo", DemoCommand::new);
        COMMANDS.put("version", VersionCommand::new);
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Shows the version.")
    boolean version;

    private Main() {}

    /** Runs one command, and exits with its code. */
    public static void main(String[] arguments) {
        // As the terminal wants it, whatever the charset of files is.
        PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        System.exit(run(Surroundings.ofProcess(), out, err, arguments));
    }

    /** Runs one command, and answers its exit code. */
    static int run(Surroundings surroundings, PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new Main());
        // Reading the options of all commands would cost every start some tens of milliseconds.
        String first = arguments.length == 0 ? "" : arguments[0];
        COMMANDS.forEach((name, command) -> {
            if (!COMMANDS.containsKey(first) || name.equals(first)) {
                line.addSubcommand(name, command.apply(surroundings));
            }
        });
        if (!COMMANDS.containsKey(first)) {
            line.addSubcommand("help", new HelpCommand());
        }
        line.setOut(out);
        line.setErr(err);
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, err));
        return line.execute(arguments);
    }

    private static int failed(Exception failure, PrintWriter err) {
        if (failure instanceof Failure known) {
            err.println("error: " + known.getMessage());
            return known.exitCode();
        }
        if (failure instanceof FileSystemException file) {
            err.println("error: " + said(file));
            return ExitCode.INTERNAL;
        }
        err.println("internal error:");
        failure.printStackTrace(err);
        return ExitCode.INTERNAL;
    }

    /** What is the matter with a file, as its operator understands it. */
    private static String said(FileSystemException failure) {
        String what = failure instanceof AccessDeniedException
                ? "you may not do this"
                : failure instanceof NoSuchFileException
                        ? "there is no such file or folder"
                        : failure instanceof FileAlreadyExistsException ? "is there already" : failure.getReason();
        return failure.getFile() + ": " + (what == null ? failure.getClass().getSimpleName() : what);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }
}
