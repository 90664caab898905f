package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.StoreException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BlockEncoderTest {
    private static final int BLOCK = 256 << 10;

    private static int encode(BlockEncoder encoder, byte[] bytes, long number) {
        int taken = 0;
        while (taken < bytes.length) {
            taken += encoder.fill(bytes, taken, bytes.length - taken);
        }
        return encoder.encode(number);
    }

    private static byte[] decode(BlockEncoder encoder, int frame, long number, int length) {
        Block stored = new Block(encoder.frame(), BlockEncoder.FRAME_AT, frame);
        Block block =
                new BlockDecoder(new Dictionaries(new Layout(Path.of("none"))), 0)
                        .decode(() -> "f", 0, stored, number, length, new byte[length]);
        return Arrays.copyOfRange(block.bytes(), block.offset(), block.offset() + length);
    }

    private static BlockEncoder encoder(boolean tries) {
        return new BlockEncoder(BLOCK, new Zstandard(1), tries, -1);
    }

    @Test
    void keepsWhicheverIsSmaller() {
        for (int length : new int[] {1, 127, 128, 5000, BLOCK}) {
            byte[] noise = Blobs.random(length, length);
            BlockEncoder raw = encoder(true);
            int frame = encode(raw, noise, 0);
            assertThat(frame).isEqualTo(length + BlockFrame.OVERHEAD);
            assertThat(decode(raw, frame, 0, length)).isEqualTo(noise);
        }
        byte[] text = Blobs.text(1, BLOCK);
        BlockEncoder packed = encoder(true);
        int frame = encode(packed, text, 0);
        assertThat(frame).isLessThan(BLOCK / 3);
        assertThat(decode(packed, frame, 0, BLOCK)).isEqualTo(text);
    }

    @Test
    void doesNotTryWhatIsSaidToBePacked() {
        assertThat(encode(encoder(false), Blobs.text(1, 9000), 0)).isGreaterThan(9000);
    }

    @Test
    void givesUpOnABlobWhoseSampleDoesNotShrink() {
        byte[] noiseFirst = Blobs.text(1, BLOCK);
        System.arraycopy(Blobs.random(1, 64 << 10), 0, noiseFirst, 0, 64 << 10);
        BlockEncoder encoder = encoder(true);

        assertThat(encode(encoder, noiseFirst, 0)).isGreaterThan(BLOCK);
        assertThat(encode(encoder, Blobs.text(2, BLOCK), 1)).isGreaterThan(BLOCK);
    }

    @Test
    void goesOnWithTheNextBlock() {
        BlockEncoder encoder = encoder(true);
        for (long number = 0; number < 4; number++) {
            byte[] bytes =
                    number % 2 == 0 ? Blobs.text(number, BLOCK) : Blobs.random(number, BLOCK);
            int frame = encode(encoder, bytes, number);
            assertThat(decode(encoder, frame, number, BLOCK)).isEqualTo(bytes);
        }
    }

    @Test
    void noticesDamageAndMixUps() {
        byte[] bytes = Blobs.text(3, 300);
        BlockEncoder encoder = encoder(true);
        int frame = encode(encoder, bytes, 2);
        assertThatThrownBy(() -> decode(encoder, frame, 3, bytes.length))
                .isInstanceOf(StoreException.Corrupt.class);
        assertThatThrownBy(() -> decode(encoder, frame - 1, 2, bytes.length))
                .isInstanceOf(StoreException.Corrupt.class);
        assertThatThrownBy(() -> decode(encoder, frame, 2, bytes.length - 1))
                .isInstanceOf(StoreException.Corrupt.class);
        for (int bit = 0; bit < frame * 8; bit++) {
            int at = BlockEncoder.FRAME_AT + bit / 8;
            encoder.frame()[at] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> decode(encoder, frame, 2, bytes.length))
                    .as("bit %s", bit)
                    .isInstanceOf(StoreException.Corrupt.class);
            encoder.frame()[at] ^= (byte) (1 << bit % 8);
        }
    }
}
