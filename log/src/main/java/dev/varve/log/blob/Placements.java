package dev.varve.log.blob;

import dev.varve.log.BlobId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The one door for changes to the placement index: each is decided against what the index holds,
/// and takes the tallies along.
final class Placements {
    private final PlacementIndex index;
    private final Map<Integer, Tally> tallies;

    Placements(PlacementIndex index) {
        this.index = index;
        tallies = new HashMap<>(index.tallies());
    }

    /// A durable blob that waits to be found.
    ///
    /// @param replaces what must still be its placement when this is a copy, null for a new blob
    record Stored(BlobId id, Placement placement, @Nullable Placement replaces) {}

    /// Takes what is stored of a blob out of a list, and gives it.
    static List<Stored> withdraw(List<Stored> from, BlobId id) {
        List<Stored> taken = from.stream().filter(stored -> stored.id().equals(id)).toList();
        from.removeAll(taken);
        return taken;
    }

    Optional<Placement> find(BlobId id) {
        return index.find(id);
    }

    /// Placements that may be served and relied on.
    Optional<Placement> findIntact(BlobId id) {
        return index.find(id).filter(found -> !found.quarantined());
    }

    /// Makes stored blobs findable, together with how far their packs are now known. Gives what
    /// nobody will find any more: losers of a race, and what was replaced.
    synchronized List<Stored> register(List<Stored> stored, Map<Integer, Long> scannedTo) {
        Map<BlobId, Placement> puts = new HashMap<>();
        Map<Integer, Tally> changed = new HashMap<>();
        List<Stored> dead = new ArrayList<>();
        for (Stored next : stored) {
            Placement now = puts.get(next.id());
            Placement old = now != null ? now : index.find(next.id()).orElse(null);
            if (old != null && old.inQuarantine().equals(next.placement().inQuarantine())) {
                continue;
            }
            if (!wins(next, old)) {
                dead.add(next);
                continue;
            }
            puts.put(next.id(), next.placement());
            if (old != null) {
                dead.add(new Stored(next.id(), old, null));
                changed.put(old.shelf(), tally(changed, old.shelf()).minus(old));
            }
            int shelf = next.placement().shelf();
            changed.put(shelf, tally(changed, shelf).plus(next.placement()));
        }
        scannedTo.forEach((shelf, to) -> changed.put(shelf, tally(changed, shelf).scanned(to)));
        apply(puts, Set.of(), changed, Set.of());
        return dead;
    }

    private static boolean wins(Stored next, @Nullable Placement old) {
        if (next.replaces() != null) {
            return next.replaces().equals(old);
        }
        return old == null || (old.quarantined() && !next.placement().quarantined());
    }

    /// Removes a blob; gives where it was.
    synchronized Optional<Placement> remove(BlobId id) {
        Optional<Placement> found = index.find(id);
        found.ifPresent(old -> {
            Tally left = tally(Map.of(), old.shelf()).minus(old);
            apply(Map.of(), Set.of(id), Map.of(old.shelf(), left), Set.of());
        });
        return found;
    }

    /// Marks a placement as damaged unless the blob has another one by now.
    synchronized boolean quarantine(BlobId id, Placement bad) {
        if (bad.quarantined() || !index.find(id).equals(Optional.of(bad))) {
            return false;
        }
        Placement marked = bad.inQuarantine();
        Tally counted = tally(Map.of(), bad.shelf()).minus(bad).plus(marked);
        apply(Map.of(id, marked), Set.of(), Map.of(bad.shelf(), counted), Set.of());
        return true;
    }

    synchronized void dropShelf(int shelf) {
        apply(Map.of(), Set.of(), Map.of(), Set.of(shelf));
    }

    synchronized Tally tally(int shelf) {
        return tallies.getOrDefault(shelf, Tally.NONE);
    }

    synchronized Map<Integer, Tally> tallies() {
        return Map.copyOf(tallies);
    }

    void flush() {
        index.flush();
    }

    PlacementIndex index() {
        return index;
    }

    private Tally tally(Map<Integer, Tally> changed, int shelf) {
        Tally tally = changed.get(shelf);
        return tally != null ? tally : tallies.getOrDefault(shelf, Tally.NONE);
    }

    private void apply(
            Map<BlobId, Placement> puts,
            Set<BlobId> removals,
            Map<Integer, Tally> changed,
            Set<Integer> dropped) {
        index.apply(new PlacementIndex.Changes(puts, removals, changed, dropped));
        tallies.putAll(changed);
        tallies.keySet().removeAll(dropped);
    }
}
