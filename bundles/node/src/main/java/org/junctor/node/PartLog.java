package org.junctor.node;

import org.junctor.api.operation.Part;
import org.junctor.api.operation.PartFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells in the log what has started and what has not. */
final class PartLog implements Parts.Listener {
    private static final Logger LOG = LoggerFactory.getLogger("org.junctor.node");

    @Override
    public void started(Part part, String text) {
        LOG.info("{}", text);
    }

    @Override
    public void failed(Part part, Throwable failure) {
        if (failure instanceof PartFailure) {
            LOG.error("{} {} has not started: {}", part.kind(), name(part), failure.getMessage());
        } else {
            LOG.error("{} {} has not started", part.kind(), name(part), failure);
        }
    }

    @Override
    public void stopped(Part part) {
        LOG.info("{} {} stopped", part.kind(), name(part));
    }

    /** The name in a factory's pid. */
    private static String name(Part part) {
        return part.pid().substring(part.pid().indexOf('~') + 1);
    }
}
