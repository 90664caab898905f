package dev.varve.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.server.store.Listings.Listing;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `docs/operations.md` says of the files of a store: which may be lost, and what each loss
/// looks like.
class DataDirectoryTest {
    private static final BucketName BUCKET = new BucketName("papers");
    private static final ObjectKey SMALL = ObjectKey.of("small");
    private static final ObjectKey LARGE = ObjectKey.of("large");
    private static final byte[] LARGE_BYTES = new byte[300_000];

    @TempDir private Path directory;
    private Path data;
    private Position before;

    @BeforeEach
    void fill() {
        data = directory.resolve("data");
        try (Varve varve = open(data)) {
            varve.store().buckets().create(BUCKET).orThrow();
            put(varve, SMALL, "one".getBytes(UTF_8));
            before = put(varve, LARGE, LARGE_BYTES).position();
            put(varve, SMALL, "two".getBytes(UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"view", "placement", "reserve", "LOCK", "CLEAN", "blobs/closed"})
    void comesBackWithout(String lost) throws IOException {
        assertThat(data.resolve(lost)).exists();
        remove(data.resolve(lost));
        assertHoldsEverything(data);
    }

    @Test
    void comesBackFromABackupOfWhatCannotBeMadeAgain() throws IOException {
        Path backup = directory.resolve("backup");
        for (String kept : List.of("journal", "blobs", "identity", "keyring", "master.key")) {
            copy(data.resolve(kept), backup.resolve(kept));
        }
        assertHoldsEverything(backup);
    }

    @Test
    void refusesToStartWithoutItsMasterKey() throws IOException {
        Files.delete(data.resolve("master.key"));
        assertThatThrownBy(() -> open(data))
                .isInstanceOf(StoreException.Failed.class)
                .hasMessageContaining("master.key is missing");
    }

    @Test
    void refusesToStartWithTheMasterKeyOfAnother() throws IOException {
        Path other = directory.resolve("other");
        open(other).close();
        Files.delete(data.resolve("master.key"));
        Files.copy(other.resolve("master.key"), data.resolve("master.key"));
        assertThatThrownBy(() -> open(data))
                .isInstanceOf(StoreException.Failed.class)
                .hasMessageContaining("the master key does not open the keyring");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "keyring"})
    void refusesToStartWithout(String lost) throws IOException {
        Files.delete(data.resolve(lost));
        assertThatThrownBy(() -> open(data))
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContaining(lost);
    }

    @Test
    void refusesAJournalThatLostItsEvents() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("journal"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".cq4")).toList()) {
                Files.delete(file);
            }
        }
        assertThatThrownBy(() -> open(data))
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContaining("journal");
    }

    @ParameterizedTest
    @ValueSource(strings = {"view/objects", "placement"})
    void namesADamagedDatabaseThatMayBeDeleted(String database) throws IOException {
        Files.writeString(data.resolve(database).resolve("CURRENT"), "nothing\n");
        assertThatThrownBy(() -> open(data))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(data.resolve(database).toString());
        remove(data.resolve(database));
        assertHoldsEverything(data);
    }

    @Test
    void servesTheRestWhenAPackIsDamaged() throws IOException {
        Path pack = data.resolve("blobs/packs/0000000001.pack");
        try (RandomAccessFile file = new RandomAccessFile(pack.toFile(), "rw")) {
            file.seek(90);
            file.write(0xff);
        }
        try (Varve varve = open(data)) {
            assertThat(get(varve, LARGE, AsOf.NOW)).isEqualTo(LARGE_BYTES);
            assertThatThrownBy(() -> get(varve, SMALL, new AsOf.AtPosition(before)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("0000000001.pack");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"master.key", "keyring", "identity"})
    void keepsSmallFilesToTheirOwner(String file) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))))
                .isEqualTo("rw-------");
    }

    private void assertHoldsEverything(Path where) {
        try (Varve varve = open(where)) {
            assertThat(get(varve, SMALL, AsOf.NOW)).asString().isEqualTo("two");
            assertThat(get(varve, SMALL, new AsOf.AtPosition(before))).asString().isEqualTo("one");
            assertThat(get(varve, LARGE, AsOf.NOW)).isEqualTo(LARGE_BYTES);
            assertThat(varve.store().listings().objects(BUCKET, Listing.ALL).orThrow().objects())
                    .hasSize(2);
            put(varve, ObjectKey.of("more"), "three".getBytes(UTF_8));
        }
    }

    /// With a reserve small enough for any machine.
    private static Varve open(Path where) {
        return Varve.open(VarveConfig.at(where).space(1 << 20, 0));
    }

    private static Written put(Varve varve, ObjectKey key, byte[] bytes) {
        return varve.store().put(PutRequest.of(BUCKET, key, Body.of(bytes))).orThrow();
    }

    private static byte[] get(Varve varve, ObjectKey key, AsOf asOf) {
        try (ObjectBody body =
                varve.store().get(ReadRequest.of(BUCKET, key).asOf(asOf)).orThrow()) {
            return body.readAll();
        }
    }

    private static void remove(Path path) throws IOException {
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path each : tree.toList()) {
                Path target = to.resolve(from.relativize(each).toString());
                Files.createDirectories(target.getParent());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(each, target);
                }
            }
        }
    }
}
