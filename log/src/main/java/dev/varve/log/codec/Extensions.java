package dev.varve.log.codec;

import dev.varve.log.Bytes;
import dev.varve.log.Envelope;
import dev.varve.log.Envelope.Extension;
import dev.varve.log.Hash256;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import java.util.Optional;

/// The envelope extensions of this release.
public final class Extensions {
    /// On the first record of each segment, and the first of each claim: the chain before it, so that a segment can be checked
    /// on its own.
    private static final int CHAIN_BEFORE = 1;

    /// On an event that carries others: whose they are, and the last one's position.
    private static final int IMPORTED = 2;

    /// On each event that is written at a level beyond those of releases, so that it is seen what
    /// those do that do not read it.
    private static final int BEYOND = 1 << 20;

    private Extensions() {}

    /// @param last position of the events that were taken over
    public record Imported(Origin origin, Position last) {}

    static boolean isKnown(int type) {
        return type == CHAIN_BEFORE
                || type == IMPORTED
                || (type == BEYOND && FormatLevels.isBeyondReleases(FormatLevels.READ));
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

    public static Extension beyondReleases() {
        return new Extension(BEYOND, true, Bytes.EMPTY);
    }

    public static Extension imported(Origin origin, Position last) {
        ByteWriter out = new ByteWriter();
        ClusterCodec.write(out, origin);
        out.i64(last.value());
        return new Extension(IMPORTED, false, Bytes.of(out.toArray()));
    }

    /// @throws IllegalArgumentException when the extension is there and none of this form
    public static Optional<Imported> imported(Envelope envelope) {
        return envelope.extensions().stream()
                .filter(extension -> extension.type() == IMPORTED)
                .map(extension -> readImported(new ByteReader(extension.value().toArray())))
                .findFirst();
    }

    private static Imported readImported(ByteReader in) {
        Imported imported = new Imported(ClusterCodec.readOrigin(in), new Position(in.i64()));
        in.end();
        return imported;
    }
}
