package dev.varve.server.store;

import dev.varve.log.Bytes;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ETag;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/// The digests of no bytes at all: an empty object has no blob that could tell.
final class EmptyDigests {
    private static final Map<DigestAlgorithm, Bytes> ALL =
            Map.of(
                    DigestAlgorithm.MD5, Bytes.hex("d41d8cd98f00b204e9800998ecf8427e"),
                    DigestAlgorithm.SHA1, Bytes.hex("da39a3ee5e6b4b0d3255bfef95601890afd80709"),
                    DigestAlgorithm.SHA256,
                            Bytes.hex(
                                    "e3b0c44298fc1c149afbf4c8996fb924"
                                            + "27ae41e4649b934ca495991b7852b855"),
                    DigestAlgorithm.CRC32, Bytes.hex("00000000"),
                    DigestAlgorithm.CRC32C, Bytes.hex("00000000"),
                    DigestAlgorithm.CRC64NVME, Bytes.hex("0000000000000000"),
                    DigestAlgorithm.XXH3, Bytes.hex("2d06800538d394c2"));

    static final ETag ETAG = new ETag("d41d8cd98f00b204e9800998ecf8427e");

    private EmptyDigests() {}

    static Map<DigestAlgorithm, Bytes> of(Set<DigestAlgorithm> wanted) {
        Map<DigestAlgorithm, Bytes> digests = new EnumMap<>(DigestAlgorithm.class);
        wanted.forEach(
                algorithm -> digests.put(algorithm, ALL.getOrDefault(algorithm, Bytes.EMPTY)));
        return digests;
    }
}
