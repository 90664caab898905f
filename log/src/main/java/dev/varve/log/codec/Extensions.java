package dev.varve.log.codec;

import dev.varve.log.Bytes;
import dev.varve.log.Envelope;
import dev.varve.log.Envelope.Extension;
import dev.varve.log.Hash256;
import java.util.Optional;

/// The envelope extensions of this release.
public final class Extensions {
    /// On the first record of each segment: the chain before it, so that a segment can be checked
    /// on its own.
    private static final int CHAIN_BEFORE = 1;

    private Extensions() {}

    static boolean isKnown(int type) {
        return type == CHAIN_BEFORE;
    }

    public static Extension chainBefore(Hash256 chain) {
        return new Extension(CHAIN_BEFORE, false, Bytes.of(chain.bytes()));
    }

    public static Optional<Hash256> chainBefore(Envelope envelope) {
        return envelope.extensions().stream()
                .filter(extension -> extension.type() == CHAIN_BEFORE)
                .map(extension -> Hash256.of(extension.value().toArray()))
                .findFirst();
    }
}
