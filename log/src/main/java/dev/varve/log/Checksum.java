package dev.varve.log;

/// A checksum kept with an object or part. `parts` is 0 for one over all the bytes, else the number
/// of parts whose checksums it is composed of.
public record Checksum(DigestAlgorithm algorithm, Bytes value, int parts) {
    public Checksum {
        if (value.length() != algorithm.length() || parts < 0) {
            throw new IllegalArgumentException("not a " + algorithm + ": " + value);
        }
    }

    public static Checksum full(DigestAlgorithm algorithm, Bytes value) {
        return new Checksum(algorithm, value, 0);
    }
}
