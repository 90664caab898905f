package dev.varve.server.store;

import dev.varve.log.LinkId;
import dev.varve.log.Provenance;
import dev.varve.projections.objects.Revocations;
import java.time.Duration;
import java.util.Optional;

/// What ends links before their time. That one was made is nowhere written down: what it says is in the
/// link, under a seal ([LinkSeal]).
public final class Links {
    /// No link is good for longer. What revokes all links of an issuer is remembered for so long.
    public static final Duration LONGEST = Duration.ofDays(365);

    private final Core core;
    private final Provenance provenance;

    Links(Core core, Provenance provenance) {
        this.core = core;
        this.provenance = provenance;
    }

    /// What links of an issuer that are made now have seen: revocations that were answered here or have
    /// come from other nodes, and so are not theirs.
    public Revocations seen(String issuer) {
        return core.read(view -> view.revocations(issuer));
    }

    /// Why a link is good no more; empty too for one that has expired.
    public Optional<Refusal> ended(LinkUse link) {
        return core.read(view -> LinkCommands.ended(view, link));
    }

    /// Makes a link good no more. Whether there ever was such a link nobody knows; an id that is of
    /// another issuer's link ends nothing.
    ///
    /// @return false where it was over already
    public Outcome<Boolean> revoke(LinkId link, String issuer) {
        return core.run(new LinkCommands.Revoke(link, issuer), provenance);
    }

    /// Makes all links that an issuer made so far good no more.
    public Outcome<Boolean> revokeAll(String issuer) {
        return core.run(new LinkCommands.RevokeAll(issuer), provenance);
    }

    /// Uses the link that the caller came with ([ObjectStore#through]) for what changes nothing.
    public Outcome<Boolean> use() {
        return core.run(new LinkCommands.Use(), provenance);
    }
}
