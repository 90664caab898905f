package dev.varve.log.blob;

import dev.varve.log.BlobId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// How many hold each blob. Whoever pins first and then finds the blob here knows that it stays.
final class Pins {
    private final ConcurrentHashMap<BlobId, Integer> counts = new ConcurrentHashMap<>();

    void pin(BlobId id) {
        counts.merge(id, 1, Integer::sum);
    }

    void unpin(BlobId id) {
        counts.computeIfPresent(id, (same, count) -> count == 1 ? null : count - 1);
    }

    boolean isPinned(BlobId id) {
        return counts.containsKey(id);
    }

    int size() {
        return counts.size();
    }

    /// Runs `act` only if nobody holds the blob, and lets nobody pin it meanwhile. Gives what `act`
    /// gave, false when it is pinned.
    boolean ifUnpinned(BlobId id, BooleanSupplier act) {
        boolean[] outcome = {false};
        counts.compute(
                id,
                (same, count) -> {
                    outcome[0] = count == null && act.getAsBoolean();
                    return count;
                });
        return outcome[0];
    }
}
