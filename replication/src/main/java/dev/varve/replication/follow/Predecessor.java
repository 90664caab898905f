package dev.varve.replication.follow;

import dev.varve.log.Envelope;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.codec.EventType;
import dev.varve.log.codec.Extensions;
import java.util.Optional;

/// What a frame has to continue.
///
/// @param time of the event before; an incarnation's first event has none
record Predecessor(Position position, Hash256 chain, HybridTime time) {

    static Predecessor of(Known known) {
        return new Predecessor(known.position(), known.chain(), known.time());
    }

    /// Of the first frame of an origin that nothing is known of. It begins an incarnation, where the
    /// node's journal goes on from an earlier one: perhaps at less than is known of that, when its
    /// end was lost.
    static Predecessor ofNew(Origin origin, Envelope first, History history) throws NotBelieved {
        Known earlier = earlier(origin, history);
        if (first.position().isAfter(earlier.position().next())) {
            throw NotBelieved.because(
                    Reason.GAP,
                    "event %s of %s, of which nothing is known; of %s it is known up to %s"
                            .formatted(
                                    first.position(),
                                    origin,
                                    earlier.origin(),
                                    earlier.position()));
        }
        Position before = new Position(first.position().value() - 1);
        if (before.isNone()) {
            return Predecessor.of(Known.nothing(origin));
        }
        Hash256 stated =
                Extensions.chainBefore(first)
                        .filter(_ -> first.payloadType() == EventType.STARTED.number())
                        .orElseThrow(() -> unbound(origin, first));
        Optional<Hash256> expected =
                before.equals(earlier.position())
                        ? Optional.of(earlier.chain())
                        : history.chainAfter(earlier.origin(), before);
        if (!expected.orElse(stated).equals(stated)) {
            throw NotBelieved.because(
                    Reason.CHAIN,
                    "%s goes on after event %s of %s from another chain than is known"
                            .formatted(origin, before, earlier.origin()));
        }
        return new Predecessor(before, stated, HybridTime.ZERO);
    }

    private static Known earlier(Origin origin, History history) {
        return history.newest(origin.node())
                .filter(newest -> newest.incarnation() < origin.incarnation())
                .map(history::known)
                .orElse(Known.nothing(origin));
    }

    private static NotBelieved unbound(Origin origin, Envelope first) {
        return NotBelieved.because(
                Reason.CHAIN,
                "event %s does not begin the incarnation %s".formatted(first.position(), origin));
    }
}
