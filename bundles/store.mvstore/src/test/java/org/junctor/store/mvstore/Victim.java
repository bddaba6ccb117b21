package org.junctor.store.mvstore;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junctor.testing.EventStoreContract;

/** A process that stores events, and says which ones are stored, until it is killed. */
final class Victim {
    private static final int MANY = 100_000;

    private Victim() {}

    /** Stores into the file of the node folder {@code args[0]}. */
    public static void main(String[] args) {
        FileStore store = new FileStore(FileStoreTest.config(Path.of(args[0]), FileStoreTest.HISTORY, Map.of()));
        for (long i = 1; i <= MANY; i++) {
            store.append(List.of(EventStoreContract.ALL), EventStoreContract.event(i, 1))
                    .toCompletableFuture()
                    .join();
            System.out.println(i);
        }
    }
}
