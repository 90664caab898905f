package dev.varve.server.store;

import dev.varve.log.Bytes;
import dev.varve.log.DigestAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Bytes that a client sends, with what it says about them.
///
/// @param length the declared length, -1 when unknown; other lengths are refused
/// @param declared digests the bytes must have
/// @param wanted further digests to compute, to be kept with the object
/// @param declaredAtEnd digests the bytes must have that are known only behind them; asked for once
///     all are read
public record Body(
        InputStream bytes,
        long length,
        Map<DigestAlgorithm, Bytes> declared,
        Set<DigestAlgorithm> wanted,
        Supplier<Map<DigestAlgorithm, Bytes>> declaredAtEnd) {
    public Body {
        declared = Map.copyOf(declared);
        wanted = Set.copyOf(wanted);
    }

    public Body(
            InputStream bytes,
            long length,
            Map<DigestAlgorithm, Bytes> declared,
            Set<DigestAlgorithm> wanted) {
        this(bytes, length, declared, wanted, Map::of);
    }

    public static Body of(byte[] bytes) {
        return of(new ByteArrayInputStream(bytes), bytes.length);
    }

    public static Body of(InputStream bytes, long length) {
        return new Body(bytes, length, Map.of(), Set.of());
    }

    /// @param digests what the end will declare; a digest that is not wanted cannot be checked
    public Body declaringAtEnd(Supplier<Map<DigestAlgorithm, Bytes>> digests) {
        return new Body(bytes, length, declared, wanted, digests);
    }

    Body alsoWanting(Set<DigestAlgorithm> more) {
        Set<DigestAlgorithm> all = new HashSet<>(wanted);
        all.addAll(more);
        return new Body(bytes, length, declared, all, declaredAtEnd);
    }
}
