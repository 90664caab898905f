package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc64NvmeTest {
    private static long of(byte[] bytes) {
        Crc64Nvme crc = new Crc64Nvme();
        crc.update(bytes, 0, bytes.length);
        return crc.getValue();
    }

    private static long bitByBit(byte[] bytes) {
        long crc = -1;
        for (byte b : bytes) {
            crc ^= b & 0xFF;
            for (int i = 0; i < 8; i++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0x9A6C9329AC4BC9B5L;
            }
        }
        return ~crc;
    }

    @Test
    void givesTheValuesOfTheSpecification() {
        assertThat(of("123456789".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(0xAE8B14860A799888L);
        assertThat(of(new byte[4096])).isEqualTo(0x6482D367EB22B64EL);
        byte[] ones = new byte[4096];
        java.util.Arrays.fill(ones, (byte) 0xFF);
        assertThat(of(ones)).isEqualTo(0xC0DDBA7302ECA3ACL);
        assertThat(of(new byte[0])).isZero();
    }

    @Test
    void agreesWithTheBitwiseDefinitionAtEveryLengthAndSplit() {
        Random random = new Random(1);
        for (int length = 0; length < 200; length++) {
            byte[] bytes = Blobs.random(length, length);
            Crc64Nvme crc = new Crc64Nvme();
            int split = random.nextInt(length + 1);
            crc.update(bytes, 0, split);
            crc.update(bytes, split, length - split);

            assertThat(crc.getValue()).isEqualTo(bitByBit(bytes));
        }
    }

    @Test
    void startsAnewAfterReset() {
        Crc64Nvme crc = new Crc64Nvme();
        crc.update(7);
        crc.reset();
        assertThat(crc.getValue()).isZero();
    }
}
