package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Stamp;
import dev.varve.log.UploadId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadHandleTest {
    private static UploadHandle handle(String key) {
        return new UploadHandle(
                new BucketName("bucket"),
                ObjectKey.of(key),
                new UploadId(new Stamp(new HybridTime(77), new Origin(new NodeId(-3), 2))),
                new Position(1L << 40),
                Bytes.hex("000102030405060708090a0b0c0d0e0f"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", "a/b/../c d", "é+%2F", "\0"})
    void isReadBackFromItsText(String key) {
        String text = handle(key).text();
        assertThat(text).matches("[A-Za-z0-9_-]+");
        assertThat(UploadHandle.parse(text)).contains(handle(key));
    }

    @Test
    void holdsTheLongestKey() {
        UploadHandle longest = handle("k".repeat(1024));
        assertThat(UploadHandle.parse(longest.text())).contains(longest);
    }

    @Test
    void readsNothingElse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String text = handle("key").text();
        assertThat(UploadHandle.parse("")).isEmpty();
        assertThat(UploadHandle.parse("%00")).isEmpty();
        assertThat(UploadHandle.parse(text + "=")).isEmpty();
        assertThat(UploadHandle.parse("A".repeat(1 << 20))).isEmpty();
        for (int round = 0; round < 2_000; round++) {
            StringBuilder damaged = new StringBuilder(text);
            damaged.setCharAt(random.nextInt(text.length()), (char) random.nextInt(' ', 128));
            damaged.setLength(random.nextInt(text.length() + 1));
            String given = damaged.toString();
            assertThat(UploadHandle.parse(given).map(UploadHandle::text).orElse(given))
                    .as("seed %d", seed)
                    .isEqualTo(given);
        }
    }
}
