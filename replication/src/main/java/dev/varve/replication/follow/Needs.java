package dev.varve.replication.follow;

import dev.varve.log.Origin;
import dev.varve.log.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// What has to be folded before a frame that waits: of one origin, and if that one's events have to
/// wait too, of a further one before it.
final class Needs {
    /// How many origins may wait for one another. A peer took them all over in an order in which none
    /// had to wait, so there are no more than origins; a peer that says otherwise is not believed.
    private static final int DEEPEST = 64;

    private final Deque<Need> all = new ArrayDeque<>();

    record Need(Origin origin, Position position) {
        boolean isMet(History history) {
            return !position.isAfter(history.known(origin).position());
        }
    }

    /// The first of the needs of a frame that is not met.
    static Optional<Need> unmet(VerifiedFrame frame, History history) {
        return frame.needs().entrySet().stream()
                .map(each -> new Need(each.getKey(), each.getValue()))
                .filter(need -> !need.isMet(history))
                .findFirst();
    }

    void push(Need need) throws NotBelieved {
        if (all.contains(need) || all.size() == DEEPEST) {
            throw NotBelieved.because(
                    Reason.PROTOCOL,
                    "event %s of %s waits for itself".formatted(need.position(), need.origin()));
        }
        all.push(need);
    }

    /// The one to care for first, once those that are met are forgotten.
    Optional<Need> first(History history) {
        while (!all.isEmpty() && all.getFirst().isMet(history)) {
            all.removeFirst();
        }
        return Optional.ofNullable(all.peekFirst());
    }

    void clear() {
        all.clear();
    }
}
