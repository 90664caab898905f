package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Bytes;
import dev.varve.log.DigestAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DigestSetTest {
    private static final Set<DigestAlgorithm> ALL = EnumSet.allOf(DigestAlgorithm.class);

    private static DigestSet.Result of(DigestSet digests, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        digests.update(bytes, 0, bytes.length);
        return digests.finish();
    }

    @Test
    void givesTheDigestsOfNothing() {
        assertThat(of(DigestSet.of(0, DomainKeys.NONE, ALL), "").digests())
                .containsEntry(DigestAlgorithm.MD5, Bytes.hex("d41d8cd98f00b204e9800998ecf8427e"))
                .containsEntry(DigestAlgorithm.CRC32, Bytes.hex("00000000"))
                .containsEntry(DigestAlgorithm.CRC32C, Bytes.hex("00000000"))
                .containsEntry(DigestAlgorithm.CRC64NVME, Bytes.hex("0000000000000000"));
    }

    @Test
    void namesPrivateContentByItsHmac() {
        byte[] key = "Jefe".getBytes(StandardCharsets.US_ASCII);
        DomainKeys keys = domain -> domain == 3 ? Optional.of(key) : Optional.empty();

        DigestSet.Result result =
                of(DigestSet.of(3, keys, Set.of()), "what do ya want for nothing?");

        assertThat(result.id().hash().toString())
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assertThat(result.id().domain()).isEqualTo(3);
    }
}
