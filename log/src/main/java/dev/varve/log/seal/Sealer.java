package dev.varve.log.seal;

import dev.varve.log.Envelope;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.EventEncoder;
import dev.varve.log.codec.EventType;
import dev.varve.log.codec.Extensions;
import dev.varve.log.codec.RecordEncoder;
import dev.varve.log.codec.RecordFormat;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Seals one event after another. For one thread.
final class Sealer {
    private static final int NONCES_AT_ONCE = 64;

    private final JournalIdentity identity;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Chain chain = new Chain();
    private final byte[] nonces = new byte[NONCES_AT_ONCE * RecordFormat.NONCE_BYTES];
    private int noncesUsed = nonces.length;

    Sealer(JournalIdentity identity, InstantSource clock, RandomGenerator random) {
        this.identity = identity;
        this.clock = clock;
        this.random = random;
    }

    SealedRecord seal(
            JournalHead head,
            Position durable,
            Event event,
            Provenance provenance,
            List<Envelope.Extension> extensions) {
        byte[] payload = payload(event);
        byte[] nonce = nonce();
        Instant wall = Instant.ofEpochMilli(clock.millis());
        EventType type = EventType.of(event);
        Envelope envelope =
                new Envelope(
                        RecordFormat.FORMAT_VERSION,
                        identity.cluster(),
                        identity.origin(),
                        JournalIdentity.EPOCH,
                        head.position().next(),
                        head.time().next(wall),
                        wall,
                        durable,
                        provenance,
                        type.number(),
                        type.version(),
                        chain.commitment(nonce, payload),
                        with(event, extensions));
        byte[] header = RecordEncoder.header(envelope);
        Hash256 linked = chain.next(head.chain(), header);
        Recorded recorded = new Recorded(envelope, event);
        byte[] bytes = RecordEncoder.record(header, nonce, payload);
        return new SealedRecord(recorded, bytes, head.after(envelope, linked));
    }

    /// What an event took over from others can be told from its header alone.
    private static List<Envelope.Extension> with(Event event, List<Envelope.Extension> extensions) {
        if (!(event instanceof Event.EventsImported imported)) {
            return extensions;
        }
        List<Envelope.Extension> all = new ArrayList<>(extensions);
        all.add(Extensions.imported(imported.origin(), imported.last()));
        return all;
    }

    private static byte[] payload(Event event) {
        ByteWriter out = new ByteWriter();
        EventEncoder.write(out, event);
        RecordEncoder.checkPayload(event, out.size());
        return out.toArray();
    }

    private byte[] nonce() {
        if (noncesUsed == nonces.length) {
            random.nextBytes(nonces);
            noncesUsed = 0;
        }
        byte[] nonce = new byte[RecordFormat.NONCE_BYTES];
        System.arraycopy(nonces, noncesUsed, nonce, 0, nonce.length);
        noncesUsed += nonce.length;
        return nonce;
    }
}
