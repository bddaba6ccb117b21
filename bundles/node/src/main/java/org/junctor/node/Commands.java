package org.junctor.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junctor.api.operation.ControlCommand;

/** What the control socket understands: three commands of the node's own, and those of plug-ins. */
final class Commands {
    /** Ascends by ranking, as the framework keeps it. */
    private final Supplier<List<Map.Entry<Map<String, Object>, ControlCommand>>> plugins;

    Commands(Supplier<List<Map.Entry<Map<String, Object>, ControlCommand>>> plugins) {
        this.plugins = plugins;
    }

    void run(RouterLife life, Map<String, ? extends @Nullable Object> request, InputStream in, OutputStream out)
            throws IOException {
        Object command = request.get("command");
        if ("status".equals(command)) {
            ControlSocket.answer(out, life.status());
        } else if ("stop".equals(command)) {
            life.stop();
            ControlSocket.answer(out, life.status());
        } else if ("reload".equals(command)) {
            ControlSocket.answer(out, reload(life));
        } else {
            plugin(String.valueOf(command), request, in, out);
        }
    }

    private static Map<String, Object> reload(RouterLife life) {
        try {
            return life.reload();
        } catch (IOException failure) {
            return Map.of("error", String.valueOf(failure.getMessage()));
        }
    }

    private void plugin(String name, Map<String, ? extends @Nullable Object> request, InputStream in, OutputStream out)
            throws IOException {
        ControlCommand found = null;
        TreeSet<String> known = new TreeSet<>(List.of("status", "stop", "reload"));
        for (Map.Entry<Map<String, Object>, ControlCommand> entry : plugins.get()) {
            String offered = String.valueOf(entry.getKey().get(ControlCommand.NAME));
            known.add(offered);
            if (offered.equals(name)) {
                found = entry.getValue();
            }
        }
        if (found == null) {
            String message = "unknown command \"" + name + "\"; " + Nearest.remedy(name, known);
            ControlSocket.answer(out, Map.of("error", message));
            return;
        }
        Map<String, Object> given = new LinkedHashMap<>();
        request.forEach((key, value) -> {
            if (value != null) {
                given.put(key, value);
            }
        });
        found.run(given, in, out);
    }
}
