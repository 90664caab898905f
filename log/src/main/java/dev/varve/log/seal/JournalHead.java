package dev.varve.log.seal;

import dev.varve.log.Envelope;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
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

    /// The head after one more event, whose link in the chain is `chain`.
    public JournalHead after(Recorded recorded, Hash256 linked) {
        Envelope envelope = recorded.envelope();
        if (recorded.event() instanceof Event.Checkpoint) {
            return new JournalHead(
                    envelope.position(), envelope.time(), linked, 0, Optional.empty());
        }
        Instant since = unsignedSince.orElse(envelope.wall());
        return new JournalHead(
                envelope.position(), envelope.time(), linked, unsigned + 1, Optional.of(since));
    }
}
