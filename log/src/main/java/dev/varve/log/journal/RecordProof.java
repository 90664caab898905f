package dev.varve.log.journal;

import dev.varve.log.Bytes;
import dev.varve.log.Envelope;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.codec.Extensions;
import dev.varve.log.codec.RecordView;
import dev.varve.log.journal.JournalVerifier.Problem;
import dev.varve.log.seal.Chain;
import dev.varve.log.seal.CheckpointVerifier;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Proves one record after another against all that came before it. After a gap the chain is taken
/// up again at the next place that states it.
final class RecordProof {
    private final Chain hasher = new Chain();
    private final ImportProof imports = new ImportProof();
    private final Map<Integer, Bytes> pinned;
    private final Map<Integer, Bytes> announced = new HashMap<>();
    private final Consumer<Problem> report;
    private @Nullable Hash256 chain = Chain.GENESIS;
    private @Nullable Envelope before;
    private Position signed = Position.NONE;
    private Position begun = Position.FIRST;
    private String file = "";
    private String previousFile = "";
    private long previousOffset;
    private boolean first;
    private long offset;
    private long events;
    private long checkpoints;

    RecordProof(Map<Integer, Bytes> pinned, Consumer<Problem> report) {
        this.pinned = Map.copyOf(pinned);
        this.report = report;
    }

    long events() {
        return events;
    }

    long checkpoints() {
        return checkpoints;
    }

    Position last() {
        return before == null ? Position.NONE : before.position();
    }

    Position signed() {
        return signed;
    }

    Hash256 chain() {
        return chain == null ? Hash256.ZERO : chain;
    }

    /// Proves a record that was kept of a part that was trimmed: those between are not there.
    void takeKept(RecordView record, String name, long at) {
        file = name;
        offset = at;
        Recorded recorded;
        try {
            recorded = record.recorded();
        } catch (IllegalArgumentException e) {
            problem(last().next(), "an event that cannot be read: " + e.getMessage());
            return;
        }
        Envelope envelope = recorded.envelope();
        if (!envelope.position().isAfter(last())) {
            problem(envelope.position(), "follows event " + last());
        }
        checkCommitment(record, envelope);
        chain = null;
        switch (recorded.event()) {
            case Event.Started started -> checkKey(started, envelope.position());
            case Event.Checkpoint checkpoint -> {
                checkSignature(checkpoint, envelope.position());
                chain = hasher.next(checkpoint.root(), record.header());
            }
            default -> problem(envelope.position(), "is not one that is kept");
        }
        before = envelope;
    }

    /// Proves that a trim to this point was this store's, and that what was kept leads there.
    void takeTrim(TrimPoint trim, String name) {
        file = name;
        offset = 0;
        first = false;
        if (!last().next().equals(trim.oldest())) {
            problem(trim.oldest(), "no checkpoint was kept of just before it");
        } else if (!trim.chain().equals(chain)) {
            problem(trim.oldest(), "what was kept gives another chain");
        }
        Bytes key = pinned.getOrDefault(trim.keyId(), announced.get(trim.keyId()));
        if (key == null) {
            problem(trim.oldest(), "is trimmed with a key nobody announced: " + trim.keyId());
        } else if (!CheckpointVerifier.verifyTrim(key, trim.text(), trim.signature())) {
            problem(trim.oldest(), "the signature of the trim is wrong");
        }
        chain = trim.chain();
        begun = trim.oldest();
    }

    /// Where the journal reaches back to.
    Position begun() {
        return begun;
    }

    void beginSegment(String name) {
        previousFile = file;
        previousOffset = offset;
        file = name;
        first = true;
    }

    /// Whether the segment that was begun has given an event.
    boolean isEmptySegment() {
        return first;
    }

    /// Something unreadable was passed over.
    void skip() {
        chain = null;
    }

    /// Proves a record; the event is empty when it cannot be read.
    Optional<Recorded> take(RecordView record, long at) {
        offset = at;
        Recorded recorded;
        try {
            recorded = record.recorded();
        } catch (IllegalArgumentException e) {
            problem(last().next(), "an event that cannot be read: " + e.getMessage());
            chain = null;
            return Optional.empty();
        }
        Envelope envelope = recorded.envelope();
        events++;
        checkOrder(envelope, recorded.event());
        checkCommitment(record, envelope);
        checkChainBefore(envelope);
        switch (recorded.event()) {
            case Event.Started started -> checkKey(started, envelope.position());
            case Event.Checkpoint checkpoint -> checkSignature(checkpoint, envelope.position());
            case Event.EventsImported imported ->
                    imports.take(
                            envelope.cluster(),
                            imported,
                            what -> problem(envelope.position(), what));
            default -> {}
        }
        chain = chain == null ? null : hasher.next(chain, record.header());
        before = envelope;
        return Optional.of(recorded);
    }

    private void checkOrder(Envelope envelope, Event event) {
        Position position = envelope.position();
        if (!position.equals(last().next())) {
            reportGap(position);
            chain = null;
        }
        first = false;
        if (!position.isAfter(envelope.durableBefore())) {
            problem(position, "was durable before it was written");
        }
        if (before == null) {
            return;
        }
        if (envelope.time().compareTo(before.time()) <= 0) {
            problem(position, "is not later than the event before it");
        }
        if (!envelope.cluster().equals(before.cluster())
                || !envelope.origin().node().equals(before.origin().node())) {
            problem(position, "is of another journal: " + envelope.origin());
        }
        int incarnation = before.origin().incarnation();
        boolean same = envelope.origin().incarnation() == incarnation;
        boolean next =
                envelope.origin().incarnation() > incarnation && event instanceof Event.Started;
        if (!same && !next) {
            problem(position, "changes the incarnation without a start");
        }
    }

    private void checkCommitment(RecordView record, Envelope envelope) {
        Hash256 commitment = hasher.commitment(record.nonce(), record.payload());
        if (!commitment.equals(envelope.commitment())) {
            problem(envelope.position(), "the payload is not the one that was committed to");
        }
    }

    private void checkChainBefore(Envelope envelope) {
        Optional<Hash256> stated = Extensions.chainBefore(envelope);
        if (stated.isEmpty()) {
            return;
        }
        if (chain != null && !stated.get().equals(chain)) {
            problem(envelope.position(), "states another chain than the events before it give");
        }
        chain = stated.get();
    }

    private void checkKey(Event.Started started, Position position) {
        Bytes expected =
                pinned.getOrDefault(
                        started.keyId(),
                        announced.getOrDefault(started.keyId(), started.publicKey()));
        if (!expected.equals(started.publicKey())) {
            problem(position, "announces another key " + started.keyId() + " than expected");
        }
        announced.putIfAbsent(started.keyId(), started.publicKey());
    }

    private void checkSignature(Event.Checkpoint checkpoint, Position position) {
        checkpoints++;
        Bytes key = pinned.getOrDefault(checkpoint.keyId(), announced.get(checkpoint.keyId()));
        if (key == null) {
            problem(position, "is signed with a key nobody announced: " + checkpoint.keyId());
        } else if (!CheckpointVerifier.verify(key, checkpoint.root(), checkpoint.signature())) {
            problem(position, "has a wrong signature");
        } else if (chain != null && !checkpoint.root().equals(chain)) {
            problem(position, "signs another chain than the events before it give");
        } else {
            signed = new Position(position.value() - 1);
        }
        chain = checkpoint.root();
    }

    /// Between two segments the gap is at the end of the earlier one.
    private void reportGap(Position position) {
        if (first && !previousFile.isEmpty()) {
            String what = "no event follows here, event " + position + " begins the next segment";
            report.accept(new Problem(previousFile, previousOffset, last().next(), what));
        } else {
            problem(position, "follows event " + last());
        }
    }

    private void problem(Position position, String what) {
        report.accept(new Problem(file, offset, position, what));
    }
}
