package dev.varve.server.store;

import dev.varve.log.LinkId;
import dev.varve.projections.objects.LinkEpoch;
import java.time.Duration;

/// A link that a caller came with, as far as the store must know it.
///
/// @param issuer the id of who made it
/// @param seen the point of the journal at which it was made, see [Links#now()]
public record LinkUse(LinkId id, String issuer, LinkEpoch seen, boolean singleUse) {
    /// How long what began in time may take. The view forgets how a link ended only later than this.
    static final Duration GRACE = Duration.ofHours(12);
}
