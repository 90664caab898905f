package dev.varve.log;

/// The digests a client may declare for bytes it sends. The tags are stored: never renumber.
public enum DigestAlgorithm {
    MD5(1, 16),
    SHA1(2, 20),
    SHA256(3, 32),
    CRC32(4, 4),
    CRC32C(5, 4),
    CRC64NVME(6, 8),
    /// With 64 bits.
    XXH3(7, 8);

    private final int tag;
    private final int length;

    DigestAlgorithm(int tag, int length) {
        this.tag = tag;
        this.length = length;
    }

    public int tag() {
        return tag;
    }

    public int length() {
        return length;
    }

    /// @throws IllegalArgumentException for a tag of the future
    public static DigestAlgorithm ofTag(int tag) {
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.tag == tag) {
                return algorithm;
            }
        }
        throw new IllegalArgumentException("unknown digest algorithm " + tag);
    }
}
