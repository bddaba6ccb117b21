package org.junctor.node;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junctor.api.operation.Part;

/** Keeps what parts told. */
final class Heard implements Parts.Listener {
    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void started(Part part, String text) {
        lines.add(text);
    }

    @Override
    public void failed(Part part, Throwable failure) {
        lines.add(part.pid() + " failed: " + failure.getMessage());
    }

    @Override
    public void stopped(Part part) {
        lines.add(part.pid() + " stopped");
    }
}
