package dev.varve.server.store;

import dev.varve.log.LinkId;
import dev.varve.projections.objects.Revocations;
import java.time.Duration;

/// A link that a caller came with, as far as the store must know it.
///
/// @param issuer the id of who made it
/// @param seen what its maker had folded, see [Links#seen]
public record LinkUse(LinkId id, String issuer, Revocations seen, boolean singleUse) {
    /// How long what began in time may take. The view forgets how a link ended only later than this.
    static final Duration GRACE = Duration.ofHours(12);
}
