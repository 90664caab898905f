package dev.varve.log.seal;

import dev.varve.log.Envelope;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.Position;
import dev.varve.log.codec.EventType;
import java.time.Instant;
import java.util.Optional;

/// All that the next event depends on.
///
/// @param unsigned events since the last checkpoint
/// @param unsignedSince wall time of the first of them
public record JournalHead(
        Position position,
        HybridTime time,
        Hash256 chain,
        long unsigned,
        Optional<Instant> unsignedSince) {
    public static final JournalHead EMPTY =
            new JournalHead(Position.NONE, HybridTime.ZERO, Chain.GENESIS, 0, Optional.empty());

    /// The head after one more event, whose link in the chain is `linked`.
    public JournalHead after(Envelope envelope, Hash256 linked) {
        if (envelope.payloadType() == EventType.CHECKPOINT.number()) {
            return new JournalHead(
                    envelope.position(), envelope.time(), linked, 0, Optional.empty());
        }
        Instant since = unsignedSince.orElse(envelope.wall());
        return new JournalHead(
                envelope.position(), envelope.time(), linked, unsigned + 1, Optional.of(since));
    }

    /// The same when what it saw elsewhere happened later.
    JournalHead notBefore(HybridTime seen) {
        return seen.compareTo(time) > 0
                ? new JournalHead(position, seen, chain, unsigned, unsignedSince)
                : this;
    }

    /// The head before a segment whose first event was read: everything before it is signed.
    public static JournalHead before(Envelope first, Hash256 chain) {
        Position position = new Position(first.position().value() - 1);
        return new JournalHead(position, HybridTime.ZERO, chain, 0, Optional.empty());
    }
}
