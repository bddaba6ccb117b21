package org.junctor.host.container;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Puts the lines of a worker into the log of the node, at the level that the worker gave them. */
final class WorkerLog {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerLog.class);
    /** The form of the distribution's own log: time, level, logger in brackets, message. */
    private static final Pattern LOGGED =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\S+ (ERROR|WARN|INFO|DEBUG|TRACE) +(\\[[^]]{0,200}] .*)");

    private final String worker;

    WorkerLog(String worker) {
        this.worker = worker;
    }

    void line(String text) {
        Matcher logged = LOGGED.matcher(text);
        if (logged.matches()) {
            LOG.atLevel(Level.valueOf(logged.group(1))).log("worker {}: {}", worker, logged.group(2));
        } else {
            LOG.info("worker {}: {}", worker, text);
        }
    }
}
