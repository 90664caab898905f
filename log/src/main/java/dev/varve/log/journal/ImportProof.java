package dev.varve.log.journal;

import dev.varve.log.Bytes;
import dev.varve.log.ClusterId;
import dev.varve.log.Envelope;
import dev.varve.log.Event;
import dev.varve.log.Event.EventsImported;
import dev.varve.log.Hash256;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.log.codec.Extensions;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordView;
import dev.varve.log.seal.Chain;
import dev.varve.log.seal.CheckpointVerifier;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Proves the events of other nodes that a journal took over: they follow each other, their chain goes on
/// from one import to the next, and is signed by a key that their node announced in an event of its own,
/// where that one is among them.
final class ImportProof {
    private final Chain hasher = new Chain();
    private final Map<Origin, End> ends = new HashMap<>();
    private final Map<KeyOf, Bytes> keys = new HashMap<>();

    private record End(Envelope last, Hash256 chain) {}

    private record KeyOf(NodeId node, int id) {}

    /// @param problem is told what is wrong
    void take(ClusterId cluster, EventsImported event, Consumer<String> problem) {
        Frame frame;
        try {
            frame = Frame.read(event.frame());
        } catch (IllegalArgumentException | StoreException.FromTheFuture e) {
            problem.accept("what was taken over cannot be read: " + e.getMessage());
            ends.remove(event.origin());
            return;
        }
        Consumer<String> within = what -> problem.accept("of " + event.origin() + " " + what);
        if (!isOf(event, frame)) {
            within.accept("it names other events than it has");
        }
        End end = ends.get(event.origin());
        @Nullable Hash256 chain = begin(frame, end);
        @Nullable Envelope before = end == null ? null : end.last();
        for (RecordView record : frame.records()) {
            Envelope envelope = record.envelope();
            Consumer<String> here =
                    what -> within.accept("event " + envelope.position() + " " + what);
            checkOrder(cluster, frame.origin(), envelope, before, here);
            checkPayload(record, envelope, here);
            if (chain == null) {
                chain = Extensions.chainBefore(envelope).orElse(null);
            }
            chain = chain == null ? null : hasher.next(chain, record.header());
            before = envelope;
        }
        checkEnd(frame, chain, within);
        ends.put(event.origin(), new End(frame.records().getLast().envelope(), frame.root()));
    }

    private static boolean isOf(EventsImported event, Frame frame) {
        return event.origin().equals(frame.origin())
                && event.first().equals(frame.first())
                && event.last().equals(frame.last())
                && event.newest().equals(frame.records().getLast().envelope().time());
    }

    /// Null where what comes before is not known: it was trimmed, or is of an earlier incarnation.
    private static @Nullable Hash256 begin(Frame frame, @Nullable End end) {
        if (end != null) {
            return end.chain();
        }
        return frame.first().equals(Position.FIRST) ? Chain.GENESIS : null;
    }

    private static void checkOrder(
            ClusterId cluster,
            Origin origin,
            Envelope envelope,
            @Nullable Envelope before,
            Consumer<String> problem) {
        if (!envelope.cluster().equals(cluster) || !envelope.origin().equals(origin)) {
            problem.accept("is of another journal: " + envelope.origin());
        }
        if (before == null) {
            return;
        }
        if (!envelope.position().equals(before.position().next())) {
            problem.accept("follows event " + before.position());
        }
        if (envelope.time().compareTo(before.time()) <= 0) {
            problem.accept("is not later than the event before it");
        }
    }

    private void checkPayload(RecordView record, Envelope envelope, Consumer<String> problem) {
        if (record.isWithheld()) {
            return;
        }
        if (!hasher.commitment(record.nonce(), record.payload()).equals(envelope.commitment())) {
            problem.accept("has another payload than the one that was committed to");
        }
        try {
            Recorded recorded = record.recorded();
            if (recorded.event() instanceof Event.Started started) {
                KeyOf key = new KeyOf(envelope.origin().node(), started.keyId());
                keys.putIfAbsent(key, started.publicKey());
            }
        } catch (IllegalArgumentException | StoreException.FromTheFuture e) {
            problem.accept("cannot be read: " + e.getMessage());
        }
    }

    private void checkEnd(Frame frame, @Nullable Hash256 chain, Consumer<String> problem) {
        if (chain != null && !chain.equals(frame.root())) {
            problem.accept("the chain is another one than was signed");
        }
        Bytes key = keys.get(new KeyOf(frame.origin().node(), frame.keyId()));
        if (key != null && !CheckpointVerifier.verifyFrame(key, frame.root(), frame.signature())) {
            problem.accept("the signature is wrong");
        }
    }
}
