package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.StoreException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class RecordHeaderTest {
    private static final RecordHeader HEADER =
            new RecordHeader(PlacementIndexContract.PRIVATE, (1L << 46) - 1, 1L << 45, 4096, 5);

    private static byte[] bytes(RecordHeader header) {
        byte[] bytes = new byte[RecordHeader.BYTES];
        header.write(bytes, 0);
        return bytes;
    }

    private static byte[] resealed(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, 60);
        ByteBuffer.wrap(bytes).putInt(60, (int) crc.getValue());
        return bytes;
    }

    @Test
    void readsWhatItWrote() {
        byte[] bytes = bytes(HEADER);

        assertThat(RecordHeader.isIntact(bytes, 0)).isTrue();
        assertThat(RecordHeader.read(bytes, 0)).isEqualTo(HEADER);
    }

    @Test
    void noticesEveryFlippedBit() {
        for (int bit = 0; bit < RecordHeader.BYTES * 8; bit++) {
            byte[] bytes = bytes(HEADER);
            bytes[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(RecordHeader.isIntact(bytes, 0)).as("bit %s", bit).isFalse();
        }
    }

    @Test
    void stopsAtWhatIsFromTheFuture() {
        for (int at : new int[] {4, 5, 7}) {
            byte[] bytes = bytes(HEADER);
            bytes[at] = 99;

            assertThatThrownBy(() -> RecordHeader.read(resealed(bytes), 0))
                    .as("byte %s", at)
                    .isInstanceOf(StoreException.FromTheFuture.class);
        }
    }

    @Test
    void countsBlocks() {
        RecordHeader header =
                new RecordHeader(PlacementIndexContract.SHARED, 10_000, 10_048, 4096, 0);

        assertThat(header.blocks()).isEqualTo(3);
        assertThat(header.blockLength(0)).isEqualTo(4096);
        assertThat(header.blockLength(2)).isEqualTo(10_000 - 8192);
        assertThat(header.paddedBytes()).isEqualTo(10_112);
    }
}
