package dev.varve.log.blob;

import dev.varve.log.BlobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Outlives the store that uses it, and at a crash keeps what was flushed and any number of the
/// changes applied after that, in order: what a database without a write-ahead log does.
final class LossyPlacementIndex implements PlacementIndex {
    private MemoryPlacementIndex now = new MemoryPlacementIndex();
    private final List<Changes> applied = new ArrayList<>();
    private int flushed;

    synchronized LossyPlacementIndex copy() {
        LossyPlacementIndex copy = new LossyPlacementIndex();
        applied.forEach(copy::apply);
        copy.flush();
        return copy;
    }

    synchronized void crash(Random random) {
        int kept = flushed + random.nextInt(applied.size() - flushed + 1);
        applied.subList(kept, applied.size()).clear();
        flushed = kept;
        now = new MemoryPlacementIndex();
        applied.forEach(now::apply);
    }

    @Override
    public Optional<Placement> find(BlobId id) {
        return now.find(id);
    }

    @Override
    public synchronized void apply(Changes changes) {
        now.apply(changes);
        applied.add(changes);
    }

    @Override
    public Map<Integer, Tally> tallies() {
        return now.tallies();
    }

    @Override
    public void forEach(BiConsumer<BlobId, Placement> each) {
        now.forEach(each);
    }

    @Override
    public List<BlobId> page(@Nullable BlobId after, int limit) {
        return now.page(after, limit);
    }

    @Override
    public synchronized void flush() {
        flushed = applied.size();
    }

    @Override
    public void close() {}
}
