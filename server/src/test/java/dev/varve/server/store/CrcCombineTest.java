package dev.varve.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.blob.DigestSet;
import dev.varve.log.blob.DomainKeys;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CrcCombineTest {
    private final Random random = new Random(20261121);

    @ParameterizedTest
    @EnumSource(names = {"CRC32", "CRC32C", "CRC64NVME"})
    void givesWhatTheJoinedBytesHave(DigestAlgorithm algorithm) {
        for (int length : new int[] {0, 1, 2, 7, 64, 1000, 65_537}) {
            byte[] whole = new byte[length + 333];
            random.nextBytes(whole);
            Bytes combined =
                    CrcCombine.of(algorithm)
                            .combine(
                                    crc(algorithm, whole, 0, 333),
                                    crc(algorithm, whole, 333, length),
                                    length);
            assertEquals(crc(algorithm, whole, 0, whole.length), combined);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MD5", "SHA1", "SHA256", "XXH3"})
    void refusesWhatCannotBeCombined(DigestAlgorithm algorithm) {
        assertThrows(IllegalArgumentException.class, () -> CrcCombine.of(algorithm));
    }

    private static Bytes crc(DigestAlgorithm algorithm, byte[] bytes, int offset, int length) {
        DigestSet digests = DigestSet.of(BlobId.SHARED_DOMAIN, DomainKeys.NONE, Set.of(algorithm));
        digests.update(bytes, offset, length);
        return digests.finish().digests().getOrDefault(algorithm, Bytes.EMPTY);
    }
}
