package dev.varve.log.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Bytes;
import dev.varve.log.Checksum;
import dev.varve.log.DigestAlgorithm;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChecksumCodecTest {
    @ParameterizedTest
    @EnumSource(DigestAlgorithm.class)
    void givesBackChecksumOfEveryAlgorithm(DigestAlgorithm algorithm) {
        Checksum sent = new Checksum(algorithm, Bytes.of(new byte[algorithm.length()]), 7);
        ByteWriter out = new ByteWriter();
        ContentCodec.writeChecksums(out, List.of(sent));

        assertThat(ContentCodec.readChecksums(new ByteReader(out.toArray()))).containsExactly(sent);
    }

    /// Tags are stored.
    @Test
    void keepsTagOfEveryAlgorithm() {
        assertThat(Arrays.stream(DigestAlgorithm.values()).map(each -> each + " " + each.tag()))
                .containsExactly(
                        "MD5 1",
                        "SHA1 2",
                        "SHA256 3",
                        "CRC32 4",
                        "CRC32C 5",
                        "CRC64NVME 6",
                        "XXH3 7");
    }

    @Test
    void writesXxh3AsThePageSays() {
        ByteWriter out = new ByteWriter();
        ContentCodec.writeChecksum(
                out, Checksum.full(DigestAlgorithm.XXH3, Bytes.hex("2d06800538d394c2")));

        assertThat(Bytes.of(out.toArray())).isEqualTo(Bytes.hex("07002d06800538d394c2"));
    }
}
