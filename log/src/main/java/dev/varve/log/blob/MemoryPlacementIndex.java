package dev.varve.log.blob;

import dev.varve.log.BlobId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Forgets everything when the process ends: each open reads all packs again. For tests, tools, and
/// small embedded stores.
public final class MemoryPlacementIndex implements PlacementIndex {
    private final ConcurrentHashMap<BlobId, Placement> placements = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Integer, Tally> tallies = new ConcurrentHashMap<>();

    @Override
    public Optional<Placement> find(BlobId id) {
        return Optional.ofNullable(placements.get(id));
    }

    @Override
    public void apply(Changes changes) {
        placements.putAll(changes.puts());
        placements.keySet().removeAll(changes.removals());
        tallies.putAll(changes.tallies());
        tallies.keySet().removeAll(changes.droppedShelves());
    }

    @Override
    public Map<Integer, Tally> tallies() {
        return Map.copyOf(tallies);
    }

    @Override
    public void forEach(BiConsumer<BlobId, Placement> each) {
        placements.forEach(each);
    }

    @Override
    public List<BlobId> page(@Nullable BlobId after, int limit) {
        return placements.keySet().stream()
                .filter(id -> after == null || PlacementCodec.KEY_ORDER.compare(id, after) > 0)
                .sorted(PlacementCodec.KEY_ORDER)
                .limit(limit)
                .toList();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
