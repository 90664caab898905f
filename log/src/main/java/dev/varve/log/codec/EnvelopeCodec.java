package dev.varve.log.codec;

import dev.varve.log.Actor;
import dev.varve.log.ClusterId;
import dev.varve.log.Envelope;
import dev.varve.log.Envelope.Extension;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Provenance.Surface;
import dev.varve.log.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The header of a record: all of the envelope, and all that the chain covers.
public final class EnvelopeCodec {
    private EnvelopeCodec() {}

    public static void write(ByteWriter out, Envelope envelope) {
        UUID cluster = envelope.cluster().value();
        Provenance provenance = envelope.provenance();
        out.u8(envelope.formatVersion());
        out.i64(cluster.getMostSignificantBits()).i64(cluster.getLeastSignificantBits());
        out.i64(envelope.origin().node().value()).i32(envelope.origin().incarnation());
        out.i64(envelope.position().value()).i64(envelope.time().packed());
        out.zigzag(envelope.wall().toEpochMilli() - envelope.time().millis());
        out.varint(envelope.epoch());
        out.varint(envelope.position().value() - envelope.durableBefore().value());
        out.string(provenance.actor().id()).u8(provenance.surface().tag());
        out.string(provenance.source()).string(provenance.requestId());
        out.varint(envelope.payloadType()).varint(envelope.payloadVersion());
        out.hash(envelope.commitment());
        writeExtensions(out, envelope.extensions());
    }

    /// @throws StoreException.FromTheFuture for a format or a critical extension of a newer release
    /// @throws IllegalArgumentException when the bytes are not a header
    public static Envelope read(ByteReader in) {
        int version = in.u8();
        if (version != RecordFormat.FORMAT_VERSION) {
            throw new StoreException.FromTheFuture(
                    "record format " + version + " needs a newer release");
        }
        ClusterId cluster = new ClusterId(new UUID(in.i64(), in.i64()));
        Origin origin = new Origin(new NodeId(in.i64()), in.i32());
        Position position = new Position(in.i64());
        HybridTime time = new HybridTime(in.i64());
        Instant wall = Instant.ofEpochMilli(time.millis() + in.zigzag());
        long epoch = in.varint();
        Position durableBefore = new Position(position.value() - in.varint());
        Provenance provenance = readProvenance(in);
        int type = in.varint32();
        int typeVersion = in.varint32();
        Hash256 commitment = in.hash();
        List<Extension> extensions = readExtensions(in);
        in.end();
        return new Envelope(
                version,
                cluster,
                origin,
                epoch,
                position,
                time,
                wall,
                durableBefore,
                provenance,
                type,
                typeVersion,
                commitment,
                extensions);
    }

    private static Provenance readProvenance(ByteReader in) {
        Actor actor = new Actor(in.string());
        return new Provenance(actor, Surface.ofTag(in.u8()), in.string(), in.string());
    }

    private static void writeExtensions(ByteWriter out, List<Extension> extensions) {
        out.varint(extensions.size());
        for (Extension extension : extensions) {
            out.varint(extension.type()).flag(extension.critical()).sized(extension.value());
        }
    }

    private static List<Extension> readExtensions(ByteReader in) {
        int count = in.count();
        if (count == 0) {
            return List.of();
        }
        List<Extension> extensions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Extension extension = new Extension(in.varint32(), in.flag(), in.sizedBytes());
            if (extension.critical() && !Extensions.isKnown(extension.type())) {
                throw new StoreException.FromTheFuture(
                        "critical extension " + extension.type() + " needs a newer release");
            }
            extensions.add(extension);
        }
        return extensions;
    }
}
