package dev.varve.server.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class GuardReaderTest {
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private int pulled;

    private GuardReader reader(String... texts) {
        for (String text : texts) {
            pieces.add(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return new GuardReader(() -> {
            pulled++;
            return pieces.remove();
        });
    }

    @Test
    void readsChunks() {
        GuardReader reader = reader("3e8\r\n", "x".repeat(1000), "\r\n0\r", "\n\r\n");
        assertThat(reader.readLine()).isEqualTo("3e8");
        assertThat(reader.readBuffer(1000).available()).isEqualTo(1000);
        reader.skip(2);
        assertThat(reader.readLine()).isEqualTo("0");
        assertThat(reader.readLine()).isEmpty();
    }

    @Test
    void servesALargeChunkInSlices() {
        String[] megabyte = new String[102];
        Arrays.fill(megabyte, "x".repeat(10_000));
        megabyte[0] = "F4240\r\n";
        megabyte[101] = "\r\n0\r\n\r\n";
        GuardReader reader = reader(megabyte);
        long total = 0;
        for (int size = size(reader); size > 0; size = size(reader)) {
            assertThat(size).isLessThanOrEqualTo(GuardReader.SLICE);
            assertThat(reader.readBuffer(size).available()).isEqualTo(size);
            total += size;
            assertThat(pulled * 10_000L).as("not read ahead").isLessThan(total + 30_000);
            reader.skip(2);
        }
        assertThat(total).isEqualTo(1_000_000);
        assertThat(reader.readLine()).isEmpty();
    }

    private static int size(GuardReader reader) {
        return Integer.parseInt(reader.readLine(), 16);
    }

    @Test
    void takesTwoBytesOfBodyForWhatTheyAre() {
        GuardReader reader = reader("ab\r\n");
        assertThat(reader.readBuffer(2).readString(2)).isEqualTo("ab");
        reader.skip(2);
    }

    @Test
    void pullsNothingForAReadThatIsTooLarge() {
        GuardReader reader = reader("abc", "def");
        assertThatThrownBy(() -> reader.readBuffer(2 << 20)).isInstanceOf(BadFraming.class);
        assertThat(pulled).isZero();
    }

    @Test
    void staysDeadAfterABreach() {
        GuardReader reader = reader("5;x\r\nabcde\r\n");
        assertThatThrownBy(reader::readLine).isInstanceOf(BadFraming.class);
        assertThatThrownBy(() -> reader.readBuffer(1)).isInstanceOf(BadFraming.class);
        assertThatThrownBy(reader::ensureAvailable).isInstanceOf(BadFraming.class);
        assertThatThrownBy(reader::readLine).isInstanceOf(BadFraming.class);
    }

    @Test
    void doesNotLookForAnEndForEver() {
        String[] digits = new String[1000];
        Arrays.fill(digits, "0".repeat(100));
        GuardReader reader = reader(digits);
        assertThatThrownBy(reader::readLine).isInstanceOf(BadFraming.class);
        assertThat(pulled).isLessThan(50);
    }

    @Test
    void wantsALineEndWhereOneMustBe() {
        GuardReader reader = reader("abXX0\r\n");
        reader.readBuffer(2);
        assertThatThrownBy(() -> reader.skip(2)).isInstanceOf(BadFraming.class);
    }

    @Test
    void keepsTheBytesOfHeaderValues() {
        GuardReader reader = reader("\u00c3\u00bc");
        assertThat(reader.readLazyString(StandardCharsets.US_ASCII, 2).stripOws())
                .isEqualTo("\u00c3\u00bc");
    }
}
