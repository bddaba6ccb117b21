package org.junctor.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.jar.Manifest;
import org.junctor.node.ExitCode;
import org.junctor.node.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code junctor version}. */
@Command(
        name = "version",
        description = "Shows the versions of Junctor, Java and the operating system.",
        footerHeading = "%nExample:%n",
        footer = "  junctor version -o json")
final class VersionCommand implements Callable<Integer> {
    private static final String UNPACKED = "unpackaged";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin
    final HelpOption help = new HelpOption();

    /** For {@code junctor --version}. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() throws IOException {
            return new String[] {"junctor " + own()};
        }
    }

    VersionCommand(Surroundings surroundings) {
        // says the same everywhere
    }

    @Override
    public Integer call() throws IOException {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("junctor", own());
        versions.put("java", Runtime.version().toString());
        versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        if (output.json()) {
            spec.commandLine().getOut().println(Json.text(versions));
        } else {
            versions.forEach((what, version) -> spec.commandLine().getOut().println(what + " " + version));
        }
        return ExitCode.OK;
    }

    /** As the manifest of this bundle says. */
    private static String own() throws IOException {
        for (URL url : Collections.list(Main.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
            try (InputStream in = url.openStream()) {
                var attributes = new Manifest(in).getMainAttributes();
                if ("org.junctor.cli".equals(attributes.getValue("Bundle-SymbolicName"))) {
                    return attributes.getValue("Bundle-Version");
                }
            }
        }
        return UNPACKED;
    }
}
