package dev.varve.log.seal;

import dev.varve.log.Envelope;
import dev.varve.log.Event;
import dev.varve.log.HybridTime;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.codec.Extensions;
import dev.varve.log.codec.FormatLevels;
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
    private HybridTime observed = HybridTime.ZERO;
    private boolean segmentStart;
    private boolean beyondReleases;
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
        return add(event, provenance, segmentStart && records.isEmpty());
    }

    private Recorded add(Event event, Provenance provenance, boolean statesChain) {
        List<Envelope.Extension> extensions = extensions(statesChain);
        SealedRecord sealed =
                sealer.seal(head().notBefore(observed), durable, event, provenance, extensions);
        records.add(sealed);
        bytes += sealed.bytes().length;
        return sealed.recorded();
    }

    private List<Envelope.Extension> extensions(boolean statesChain) {
        if (!statesChain && !beyondReleases) {
            return List.of();
        }
        List<Envelope.Extension> extensions = new ArrayList<>();
        if (statesChain) {
            extensions.add(Extensions.chainBefore(head().chain()));
        }
        if (beyondReleases) {
            extensions.add(Extensions.beyondReleases());
        }
        return extensions;
    }

    /// What is added later may have forms up to this level.
    public void forms(int level) {
        beyondReleases = FormatLevels.isBeyondReleases(level);
    }

    /// Signs everything up to the newest event of this batch.
    public void addCheckpoint() {
        Event.Checkpoint checkpoint =
                new Event.Checkpoint(head().chain(), signer.keyId(), signer.sign(head().chain()));
        add(checkpoint, Provenance.SYSTEM);
    }

    /// States the chain, as the first event of a segment does: peers that know more of the
    /// incarnation before this one than this journal does find here where it goes on.
    public void addStarted(String software, int formatLevel) {
        add(
                new Event.Started(software, formatLevel, signer.keyId(), signer.publicKey()),
                Provenance.SYSTEM,
                true);
    }

    /// What is added later happens after this time.
    public void observe(HybridTime time) {
        if (time.compareTo(observed) > 0) {
            observed = time;
        }
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
}
