package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.Checksum;
import dev.varve.log.ClusterId;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.Hash256;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectPart;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Slice;
import dev.varve.log.StoreException;
import dev.varve.log.disk.LocalDisk;
import dev.varve.server.store.Keyring.Purpose;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bytes that earlier releases wrote are read as what they were. Files are only ever added.
class GoldenFilesTest {
    private static final LocalDisk DISK = new LocalDisk();
    @TempDir private Path directory;

    @Test
    void manifestIsWhatItWas() throws IOException {
        BlobId one = BlobId.sha256(new byte[32]);
        BlobId two = BlobId.sha256(Bytes.hex("11".repeat(32)).toArray());
        Checksum crc = new Checksum(DigestAlgorithm.CRC32C, Bytes.hex("01020304"), 0);
        Manifest manifest =
                new Manifest(
                        List.of(new Slice(one, 0, 300), new Slice(two, 7, 1), new Slice(one, 5, 9)),
                        List.of(new ObjectPart(1, 300, crc), new ObjectPart(3, 10, null)));
        byte[] golden = golden("manifest.v1", ManifestCodec.encode(manifest));
        assertThat(ManifestCodec.encode(manifest)).isEqualTo(golden);
        assertThat(ManifestCodec.decode(golden)).isEqualTo(manifest);
    }

    @Test
    void identityIsWhatItWas() throws IOException {
        ClusterId cluster = new ClusterId(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));
        Identity first = new Identity(cluster, new Origin(new NodeId(0x0102030405060708L), 1));
        try (DataDirectory data = DataDirectory.open(directory, DISK)) {
            Identity second = first.reborn(data, DISK);
            byte[] written = Files.readAllBytes(data.identity());
            byte[] golden = golden("identity.v1", written);
            assertThat(written).isEqualTo(golden);
            assertThat(second.origin().incarnation()).isEqualTo(2);
            Files.write(data.identity(), golden);
            assertThat(Identity.read(data)).isEqualTo(second);
        }
    }

    @Test
    void seedIsWhatItWas() throws IOException {
        Seed seed = new Seed(new Origin(new NodeId(0x0102030405060708L), 3), new Position(0x0a0b));
        seed.write(directory, DISK);
        byte[] golden = golden("seed.v1", Files.readAllBytes(Seed.path(directory)));
        assertThat(Files.readAllBytes(Seed.path(directory))).isEqualTo(golden);
        Files.write(Seed.path(directory), golden);
        assertThat(Seed.of(directory)).contains(seed);
    }

    @Test
    void markOfTheNextViewIsWhatItWas() throws IOException {
        ClusterId cluster = new ClusterId(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));
        Identity of = new Identity(cluster, new Origin(new NodeId(0x0102030405060708L), 3));
        NextView mark =
                new NextView(
                        of,
                        new Position(0x0a0b0c),
                        Hash256.of(Bytes.hex("5e".repeat(32)).toArray()));
        Path file = directory.resolve("objects.next.mark");
        mark.write(file, DISK);
        byte[] golden = golden("next-view.v1", Files.readAllBytes(file));
        assertThat(Files.readAllBytes(file)).isEqualTo(golden);
        Files.write(file, golden);
        assertThat(NextView.read(file)).contains(mark);
    }

    @Test
    void keyringOpensWithTheMasterKeyOfItsTime() throws IOException {
        Path master = directory.resolve("master.key");
        Path ring = directory.resolve("keyring");
        MasterKey.of(directory.resolve("new"), true, DISK, new SecureRandom());
        byte[] written = Files.readAllBytes(directory.resolve("new"));
        Files.write(master, golden("master-key.v1", written));
        Keyring fresh = keyring(master, ring);
        fresh.add(Purpose.CHECKPOINT_SIGNING, Bytes.hex("0102"), Bytes.hex("0a0b0c"));
        fresh.add(Purpose.DEDUP_DOMAIN, Bytes.hex("ff".repeat(32)), Bytes.EMPTY);
        Files.write(ring, golden("keyring.v1", Files.readAllBytes(ring)));
        assertThat(keyring(master, ring).keys()).isEqualTo(fresh.keys());
    }

    @Test
    void keyringStaysShutToAnotherMasterKey() throws IOException {
        Path ring = directory.resolve("keyring");
        keyring(directory.resolve("one"), ring).add(Purpose.DATA, Bytes.hex("00"), Bytes.EMPTY);
        assertThatThrownBy(() -> keyring(directory.resolve("other"), ring))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("does not open the keyring");
    }

    @Test
    void everyFlippedBitOfSmallFileIsNoticed() throws IOException {
        Path file = directory.resolve("small");
        SealedFile sealed = new SealedFile(file, 0x5641_4944);
        sealed.write(new byte[] {1, 2, 3, 4}, DISK);
        byte[] whole = Files.readAllBytes(file);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, damaged);
            assertThatThrownBy(sealed::read).as("bit %s", bit).isInstanceOf(StoreException.class);
        }
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(sealed::read).isInstanceOf(StoreException.Corrupt.class);
        }
    }

    private static Keyring keyring(Path master, Path ring) {
        SecureRandom random = new SecureRandom();
        return new Keyring(ring, MasterKey.of(master, true, DISK, random), DISK);
    }

    private static byte[] golden(String name, byte[] now) throws IOException {
        try (InputStream in = GoldenFilesTest.class.getResourceAsStream("/golden/" + name)) {
            if (in != null) {
                return in.readAllBytes();
            }
        }
        Path candidate = Files.createDirectories(Path.of("target", "golden")).resolve(name);
        Files.write(candidate, now);
        throw new AssertionError(
                "no golden file " + name + ": if this form is new, add " + candidate);
    }
}
