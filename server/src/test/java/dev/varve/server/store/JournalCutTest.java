package dev.varve.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.disk.LocalDisk;
import dev.varve.log.journal.JournalOptions;
import dev.varve.log.journal.JournalRepair;
import dev.varve.log.seal.JournalIdentity;
import dev.varve.projections.objects.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store whose journal was cut goes on as a new incarnation, from what is left.
class JournalCutTest {
    private static final LocalDisk DISK = new LocalDisk();
    private static final BucketName BUCKET = new BucketName("papers");
    @TempDir private Path data;

    @Test
    void goesOnFromWhatIsLeft() throws IOException {
        Position before;
        Usage usage;
        try (Varve varve = open()) {
            varve.store().buckets().create(BUCKET).orThrow();
            put(varve, "kept");
            put(varve, "kept");
            before = varve.position();
            usage = varve.store().buckets().totalUsage();
            put(varve, "lost");
        }
        cut(before.next());
        for (int opening = 0; opening < 3; opening++) {
            try (Varve varve = open()) {
                assertThat(varve.store().buckets().totalUsage()).isEqualTo(usage);
                assertThat(varve.journal().origin().incarnation()).isEqualTo(2);
            }
        }
        try (Varve varve = open()) {
            put(varve, "more");
            assertThat(varve.store().buckets().totalUsage().currentObjects()).isEqualTo(2);
        }
    }

    @Test
    void doesNotGoOnUnderItsOldIncarnation() throws IOException {
        try (Varve varve = open()) {
            varve.store().buckets().create(BUCKET).orThrow();
        }
        try (DataDirectory directory = DataDirectory.open(data, DISK)) {
            repair(directory).cut(new Position(1));
        }
        remove(data.resolve("view"));
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("incarnation");
    }

    private void cut(Position position) throws IOException {
        try (DataDirectory directory = DataDirectory.open(data, DISK)) {
            JournalRepair.Lost lost = repair(directory).cut(position);
            Identity next = Identity.read(directory).reborn(directory, DISK);
            assertThat(next.origin().incarnation()).isEqualTo(lost.incarnation());
        }
        remove(data.resolve("view"));
    }

    private static JournalRepair repair(DataDirectory directory) {
        Identity identity = Identity.read(directory);
        return new JournalRepair(
                JournalOptions.of(directory.journal()),
                new JournalIdentity(identity.cluster(), identity.origin()),
                DISK);
    }

    private Varve open() {
        return Varve.open(VarveConfig.at(data).space(0, 0));
    }

    private static void put(Varve varve, String key) {
        varve.store()
                .put(PutRequest.of(BUCKET, ObjectKey.of(key), Body.of(key.getBytes(UTF_8))))
                .orThrow();
    }

    private static void remove(Path path) throws IOException {
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
