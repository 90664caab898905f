package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.openhft.hashing.LongHashFunction;
import org.junit.jupiter.api.Test;

class Xxh3Test {
    private final Random random = new Random(20261126);

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static long whole(byte[] bytes) {
        return LongHashFunction.xx3().hashBytes(bytes);
    }

    private static long atOnce(byte[] bytes) {
        Xxh3 sum = new Xxh3();
        sum.update(bytes, 0, bytes.length);
        return sum.getValue();
    }

    private long inPieces(byte[] bytes, int most) {
        Xxh3 sum = new Xxh3();
        int at = 0;
        while (at < bytes.length) {
            int piece = Math.min(1 + random.nextInt(most), bytes.length - at);
            sum.update(bytes, at, piece);
            at += piece;
        }
        return sum.getValue();
    }

    @Test
    void givesKnownValues() {
        assertThat(atOnce(new byte[0])).isEqualTo(0x2d06800538d394c2L);
        assertThat(atOnce("a".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xe6c632b61e964e1fL);
    }

    @Test
    void givesWhatTheWholeGivesForEveryLength() {
        for (int length = 0; length < 4200; length++) {
            byte[] bytes = bytes(length);
            assertThat(atOnce(bytes)).as("%d bytes", length).isEqualTo(whole(bytes));
        }
    }

    @Test
    void doesNotCareHowTheBytesCome() {
        for (int most : new int[] {1, 63, 64, 65, 1023, 1024, 1025, 5000}) {
            byte[] bytes = bytes(20_000 + most);
            assertThat(inPieces(bytes, most)).as("pieces of %d", most).isEqualTo(whole(bytes));
        }
    }

    @Test
    void canBeAskedInBetweenAndBeginAnew() {
        byte[] bytes = bytes(3000);
        Xxh3 sum = new Xxh3();
        sum.update(bytes, 0, 2000);
        assertThat(sum.getValue()).isEqualTo(LongHashFunction.xx3().hashBytes(bytes, 0, 2000));
        sum.update(bytes, 2000, 1000);
        assertThat(sum.getValue()).isEqualTo(whole(bytes));

        sum.reset();
        sum.update('a');
        assertThat(sum.getValue()).isEqualTo(0xe6c632b61e964e1fL);
    }
}
