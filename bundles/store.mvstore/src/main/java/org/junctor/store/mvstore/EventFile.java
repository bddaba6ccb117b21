package org.junctor.store.mvstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;
import org.junctor.api.store.RetainedEvent;
import org.junctor.api.store.Series;
import org.junctor.api.store.SeriesLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open file. One thread changes it; others may read it meanwhile. */
final class EventFile {
    private static final Logger LOG = LoggerFactory.getLogger(EventFile.class);
    private static final int RETENTION_MS = 5000;
    /** A commit writes whole pages, and most have one event. */
    private static final int PAGE_BYTES = 4096;

    private static final int CLOSING_MS = 1000;

    private final MVStore store;
    private final boolean sync;
    private final Map<Series, SeriesMap> series = new HashMap<>();
    private final MVMap<String, byte[]> retained;

    private EventFile(MVStore store, List<SeriesLimits> all, boolean sync) {
        this.store = store;
        this.sync = sync;
        for (SeriesLimits limits : all) {
            series.put(limits.series(), new SeriesMap(store, limits));
        }
        retained = store.openMap(
                "retained",
                new MVMap.Builder<String, byte[]>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
    }

    /**
     * Opens a file, and makes it if it is not there.
     *
     * @throws IOException if that is not possible; the message is for the operator
     */
    @SuppressWarnings("IllegalCatch") // the file's library fails on damage in ways of its own
    static EventFile open(Path path, List<SeriesLimits> series, boolean sync) throws IOException {
        try {
            create(path);
        } catch (IOException e) {
            throw new IOException(
                    path + " cannot be made: " + reason(e)
                            + "; let the node write there, or name another file ('path')",
                    e);
        }
        try {
            MVStore store = new MVStore.Builder()
                    .fileName(path.toString())
                    .pageSplitSize(PAGE_BYTES)
                    .open();
            store.setRetentionTime(RETENTION_MS); // each commit is whole when it is acknowledged
            return new EventFile(store, series, sync);
        } catch (MVStoreException e) {
            boolean locked = e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED;
            throw locked
                    ? new IOException(path + " is in use by another process: stop that, or name another file", e)
                    : damaged(path, "cannot be opened", e);
        } catch (RuntimeException e) {
            throw damaged(path, "cannot be opened", e);
        }
    }

    /** What an operator is told of a file in which something cannot be read. */
    static IOException damaged(Path path, String what, Throwable cause) {
        return new IOException(
                path + " " + what + ": " + reason(cause)
                        + "; if it is damaged, stop the node, and put a copy of it back or move it away",
                cause);
    }

    /** Why, on one line. */
    private static String reason(Throwable failure) {
        String text = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return failure instanceof MVStoreException ? text : failure.getClass().getSimpleName() + " " + text;
    }

    private static void create(Path path) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (!Files.exists(path)) {
            boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
            if (posix) { // what was published is nobody else's business
                Files.createFile(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(path);
            }
        }
    }

    @Nullable
    SeriesMap series(Series one) {
        return series.get(one);
    }

    /** How many events of all series there are. */
    long count() {
        return series.values().stream().mapToLong(SeriesMap::count).sum();
    }

    /** How often damaged events were met since it was opened. */
    long damaged() {
        return series.values().stream().mapToLong(SeriesMap::damaged).sum();
    }

    void retain(String topic, List<RetainedEvent> events) {
        if (events.isEmpty()) {
            retained.remove(topic);
        } else {
            retained.put(topic, EventCodec.encodeRetained(events));
        }
    }

    List<RetainedEvent> retained() {
        List<RetainedEvent> all = new ArrayList<>();
        Cursor<String, byte[]> each = retained.cursor(null);
        while (each.hasNext()) {
            each.next();
            try {
                all.addAll(EventCodec.decodeRetained(each.getValue()));
            } catch (EventCodec.Damage e) {
                LOG.error("The retained event of {} is lost", each.getKey(), e);
            }
        }
        return all;
    }

    /** Makes what was changed survive. */
    void commit() {
        store.commit();
        if (sync) {
            store.sync();
        }
    }

    /** Closes it, after some time at most that is spent to make it smaller. */
    void close() {
        store.close(CLOSING_MS);
    }

    /** Gives up what was not committed. */
    void abandon() {
        store.closeImmediately();
    }
}
