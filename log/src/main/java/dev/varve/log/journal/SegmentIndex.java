package dev.varve.log.journal;

import dev.varve.log.Position;
import java.util.Map;
import java.util.TreeMap;

/// Where some events of a segment are, so that a reader need not walk to its start from the
/// segment's. Filled by whoever reads.
final class SegmentIndex {
    private static final int EVERY = 512;

    private final TreeMap<Long, Long> offsets = new TreeMap<>();

    synchronized void note(Position position, long offset) {
        if (position.value() % EVERY == 0) {
            offsets.put(position.value(), offset);
        }
    }

    /// The offset of a frame at or before the position; 0, the file's start, when none is known.
    synchronized long before(Position position) {
        Map.Entry<Long, Long> entry = offsets.floorEntry(position.value());
        return entry == null ? 0 : entry.getValue();
    }
}
