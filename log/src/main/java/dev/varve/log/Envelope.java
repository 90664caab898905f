package dev.varve.log;

import java.time.Instant;
import java.util.List;

/// What is recorded around every event. The chain covers all of it; the payload only through
/// `commitment` = SHA-256(nonce ‖ payload), so that a payload can be redacted later.
public record Envelope(
        int formatVersion,
        ClusterId cluster,
        Origin origin,
        long epoch,
        Position position,
        HybridTime time,
        Instant wall,
        Position durableBefore,
        Provenance provenance,
        int payloadType,
        int payloadVersion,
        Hash256 commitment,
        List<Extension> extensions) {

    public Envelope {
        extensions = List.copyOf(extensions);
    }

    /// A field of the future: a reader that does not know a critical one stops.
    public record Extension(int type, boolean critical, Bytes value) {}

    public Stamp stamp() {
        return new Stamp(time, origin);
    }
}
