package dev.varve.log.seal;

import dev.varve.log.Envelope;
import dev.varve.log.Event;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.codec.Extensions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/// Collects the sealed records of one batch after another. For one thread.
public final class BatchBuilder {
    private final Sealer sealer;
    private final CheckpointSigner signer;
    private final List<SealedRecord> records = new ArrayList<>();
    private JournalHead start;
    private Position durable;
    private boolean segmentStart;
    private long bytes;

    public BatchBuilder(
            JournalIdentity identity,
            JournalHead head,
            CheckpointSigner signer,
            InstantSource clock,
            RandomGenerator random) {
        this.sealer = new Sealer(identity, clock, random);
        this.signer = signer;
        this.start = head;
        this.durable = head.position();
    }

    /// Starts over after the newest event of all, at the start of a segment or within one.
    public void begin(Position durableNow, boolean atSegmentStart) {
        rewind(0);
        durable = durableNow;
        segmentStart = atSegmentStart;
    }

    public Recorded add(Event event, Provenance provenance) {
        SealedRecord sealed = sealer.seal(head(), durable, event, provenance, extensions());
        records.add(sealed);
        bytes += sealed.bytes().length;
        return sealed.recorded();
    }

    /// Signs everything up to the newest event of this batch.
    public void addCheckpoint() {
        Event.Checkpoint checkpoint =
                new Event.Checkpoint(head().chain(), signer.keyId(), signer.sign(head().chain()));
        add(checkpoint, Provenance.SYSTEM);
    }

    public void addStarted(String software, int formatLevel) {
        add(
                new Event.Started(software, formatLevel, signer.keyId(), signer.publicKey()),
                Provenance.SYSTEM);
    }

    public void rewind(int size) {
        if (size < 0 || size > records.size()) {
            throw new IllegalArgumentException(
                    "cannot rewind a batch of " + records.size() + " to " + size);
        }
        while (records.size() > size) {
            bytes -= records.removeLast().bytes().length;
        }
    }

    /// The batch became part of the journal.
    public void committed() {
        start = head();
        records.clear();
        bytes = 0;
    }

    public JournalHead head() {
        return records.isEmpty() ? start : records.getLast().head();
    }

    public List<SealedRecord> records() {
        return Collections.unmodifiableList(records);
    }

    public long bytes() {
        return bytes;
    }

    private List<Envelope.Extension> extensions() {
        return segmentStart && records.isEmpty()
                ? List.of(Extensions.chainBefore(start.chain()))
                : List.of();
    }
}
