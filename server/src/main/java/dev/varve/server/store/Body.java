package dev.varve.server.store;

import dev.varve.log.Bytes;
import dev.varve.log.DigestAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Bytes that a client sends, with what it says about them.
///
/// @param length the declared length, -1 when unknown; other lengths are refused
/// @param declared digests the bytes must have
/// @param wanted further digests to compute, to be kept with the object
public record Body(
        InputStream bytes,
        long length,
        Map<DigestAlgorithm, Bytes> declared,
        Set<DigestAlgorithm> wanted) {
    public Body {
        declared = Map.copyOf(declared);
        wanted = Set.copyOf(wanted);
    }

    public static Body of(byte[] bytes) {
        return of(new ByteArrayInputStream(bytes), bytes.length);
    }

    public static Body of(InputStream bytes, long length) {
        return new Body(bytes, length, Map.of(), Set.of());
    }

    Body alsoWanting(Set<DigestAlgorithm> more) {
        Set<DigestAlgorithm> all = new HashSet<>(wanted);
        all.addAll(more);
        return new Body(bytes, length, declared, all);
    }
}
