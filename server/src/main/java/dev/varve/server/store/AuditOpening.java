package dev.varve.server.store;

import dev.varve.log.Journal;
import dev.varve.log.StoreException;
import dev.varve.projections.ViewStore;
import dev.varve.projections.rocksdb.RocksConfig;
import dev.varve.projections.rocksdb.RocksViewStore;
import dev.varve.projections.rocksdb.VolumeRoom;
import dev.varve.server.audit.AuditConsumer;
import dev.varve.server.audit.AuditIndex;
import dev.varve.server.consumers.Chore;
import dev.varve.server.consumers.Consumers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the audit view. It is made anew where it cannot be read: no store stays closed for its sake.
final class AuditOpening {
    private static final Logger LOG = LoggerFactory.getLogger(AuditOpening.class);
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private AuditOpening() {}

    static AuditIndex open(Path directory, Journal journal, VolumeRoom room, Closing closing) {
        ViewStore store = closing.with(open(directory, room));
        return closing.with(new AuditIndex(journal, store));
    }

    static void add(AuditIndex index, Consumers consumers) {
        consumers.add(new AuditConsumer(index));
        consumers.add(
                Chore.of(
                        "audit-watch",
                        "lets the audit view go on once there is space again",
                        LOOK_EVERY,
                        _ -> index.goOnWithSpace()));
    }

    private static ViewStore open(Path directory, VolumeRoom room) {
        try {
            return RocksViewStore.open(directory, RocksConfig.SMALL, room);
        } catch (StoreException.Corrupt e) {
            LOG.error("the audit view is damaged and is made anew: {}", e.getMessage());
            delete(directory);
            return RocksViewStore.open(directory, RocksConfig.SMALL, room);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
