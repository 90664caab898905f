package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackScannerTest {
    private static final int PACK = 1;
    @TempDir Path directory;
    private final ByteArrayOutputStream pack = new ByteArrayOutputStream();
    private final List<Long> records = new ArrayList<>();
    private final List<Boolean> behindDamage = new ArrayList<>();

    @BeforeEach
    void header() throws IOException {
        Files.createDirectories(new Layout(directory).packs());
        pack.writeBytes(PackFormat.header(PACK));
    }

    static byte[] record(byte[] content) {
        BlockEncoder encoder = new BlockEncoder(4096, new Zstandard(1), false, content.length);
        assertThat(encoder.fill(content, 0, content.length)).isEqualTo(content.length);
        int frame = encoder.encode(0);
        RecordHeader header = new RecordHeader(Blobs.idOf(content), content.length, frame, 4096, 0);
        byte[] bytes = Arrays.copyOf(encoder.frame(), (int) header.paddedBytes());
        header.write(bytes, 0);
        return bytes;
    }

    private int append(byte[] bytes) {
        int at = pack.size();
        pack.writeBytes(bytes);
        return at;
    }

    private void mark(long durableTo, boolean seal) {
        pack.writeBytes(PackFormat.mark(PACK, pack.size(), durableTo, seal));
    }

    private PackScanner.Outcome scan(byte[] bytes) throws IOException {
        records.clear();
        behindDamage.clear();
        Layout layout = new Layout(directory);
        Files.write(layout.pack(PACK), bytes);
        try (PackFiles files = new PackFiles(layout, 1)) {
            return new PackScanner(files, PACK, bytes.length)
                    .scan(
                            PackFormat.HEADER_BYTES,
                            (header, at, in, offset, behind) -> {
                                assertThat(RecordHeader.read(in, offset)).isEqualTo(header);
                                records.add(at);
                                behindDamage.add(behind);
                            });
        }
    }

    @Test
    void findsRecordsAndMarksInOrder() throws IOException {
        long first = append(record(Blobs.random(1, 100)));
        mark(first + 100, false);
        long second = append(record(Blobs.random(2, 1)));
        mark(pack.size(), true);

        PackScanner.Outcome outcome = scan(pack.toByteArray());

        assertThat(records).containsExactly(first, second);
        assertThat(outcome.end()).isEqualTo(pack.size());
        assertThat(outcome.endsWithMark()).isTrue();
        assertThat(outcome.durableTo()).isEqualTo(pack.size() - PackFormat.MARK_BYTES);
        assertThat(outcome.damages()).isEmpty();
        assertThat(outcome.tornBytes()).isZero();
    }

    @Test
    void takesZerosAtTheEndForSpaceSetAside() throws IOException {
        append(record(Blobs.random(1, 100)));
        int end = pack.size();
        append(new byte[5000]);

        PackScanner.Outcome outcome = scan(pack.toByteArray());

        assertThat(outcome.end()).isEqualTo(end);
        assertThat(outcome.tornBytes()).isZero();
        assertThat(outcome.endsWithMark()).isFalse();
    }

    @Test
    void tellsATornTailFromAHole() throws IOException {
        int first = append(record(Blobs.random(1, 100)));
        int second = append(record(Blobs.random(2, 200)));
        int third = append(record(Blobs.random(3, 300)));
        byte[] torn = Arrays.copyOf(pack.toByteArray(), pack.size() - 9);
        PackScanner.Outcome tail = scan(torn);
        assertThat(records).containsExactly((long) first, (long) second);
        assertThat(tail.end()).isEqualTo(third);
        assertThat(tail.tornBytes()).isPositive();
        assertThat(tail.damages()).isEmpty();

        byte[] hole = pack.toByteArray();
        hole[second + 100] ^= 1;
        PackScanner.Outcome outcome = scan(hole);
        assertThat(records).containsExactly((long) first, (long) third);
        assertThat(behindDamage).containsExactly(false, true);
        assertThat(outcome.damages())
                .containsExactly(
                        new PackScanner.Damage(
                                second, java.util.Optional.of(Blobs.idOf(Blobs.random(2, 200)))));
    }

    @Test
    void goesOnBehindADamagedHeader() throws IOException {
        int first = append(record(Blobs.random(1, 100)));
        int second = append(record(Blobs.random(2, 200)));
        byte[] bytes = pack.toByteArray();
        bytes[first + 20] ^= 1;

        PackScanner.Outcome outcome = scan(bytes);

        assertThat(records).containsExactly((long) second);
        assertThat(outcome.damages()).hasSize(1);
        assertThat(outcome.damages().getFirst().blob()).isEmpty();
    }

    @Test
    void believesNoMarkThatWasWrittenElsewhere() throws IOException {
        byte[] elsewhere = PackFormat.mark(PACK, 1000, 1000, true);
        append(elsewhere);
        byte[] otherPack = PackFormat.mark(2, pack.size(), 1, true);
        append(otherPack);

        assertThat(scan(pack.toByteArray()).durableTo()).isZero();
        assertThat(scan(pack.toByteArray()).endsWithMark()).isFalse();
    }

    @Test
    void readsRecordsLongerThanItsWindow() throws IOException {
        BlockEncoder encoder = new BlockEncoder(4 << 20, new Zstandard(1), false, -1);
        byte[] content = Blobs.random(5, 3 << 20);
        int taken = encoder.fill(content, 0, content.length);
        assertThat(taken).isEqualTo(content.length);
        int frame = encoder.encode(0);
        RecordHeader header =
                new RecordHeader(Blobs.idOf(content), content.length, frame, 4 << 20, 0);
        byte[] big = Arrays.copyOf(encoder.frame(), (int) header.paddedBytes());
        header.write(big, 0);
        long first = append(record(Blobs.random(1, 100)));
        long second = append(big);
        long third = append(record(Blobs.random(2, 100)));

        scan(pack.toByteArray());

        assertThat(records).containsExactly(first, second, third);
    }

    @Test
    void stopsAtARecordFromTheFuture() {
        byte[] bytes = record(Blobs.random(1, 100));
        bytes[4] = 2;
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, 60);
        ByteBuffer.wrap(bytes).putInt(60, (int) crc.getValue());
        append(bytes);

        assertThatThrownBy(() -> scan(pack.toByteArray()))
                .isInstanceOf(StoreException.FromTheFuture.class);
    }
}
