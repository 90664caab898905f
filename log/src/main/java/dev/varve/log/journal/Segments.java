package dev.varve.log.journal;

import dev.varve.log.Journal.Segment;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// The segments in order. The writer adds, everybody reads.
final class Segments {
    private volatile List<SegmentFile> files;

    Segments(List<SegmentFile> files) {
        this.files = List.copyOf(files);
    }

    List<SegmentFile> files() {
        return files;
    }

    /// The first event of the first segment.
    Position oldest() {
        List<SegmentFile> now = files;
        return now.isEmpty() ? Position.FIRST : now.getFirst().first();
    }

    /// Forgets those that begin before a position; the last one stays.
    synchronized void dropBefore(Position oldest) {
        files = files.stream().filter(file -> !oldest.isAfter(file.first())).toList();
    }

    synchronized void add(SegmentFile file) {
        List<SegmentFile> more = new ArrayList<>(files);
        more.add(file);
        files = List.copyOf(more);
    }

    /// The segment that holds a durable position.
    ///
    /// @throws StoreException.Trimmed when it went
    SegmentFile holding(Position position) {
        List<SegmentFile> now = files;
        if (now.getFirst().first().isAfter(position)) {
            throw new StoreException.Trimmed(position, now.getFirst().first());
        }
        int low = 0;
        int high = now.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (now.get(middle).first().isAfter(position)) {
                high = middle - 1;
            } else {
                low = middle;
            }
        }
        return now.get(low);
    }

    List<Segment> describe(Position durable) {
        List<SegmentFile> now = files;
        List<Segment> segments = new ArrayList<>(now.size());
        for (int i = 0; i < now.size(); i++) {
            SegmentFile file = now.get(i);
            boolean sealed = i + 1 < now.size();
            Position last = sealed ? before(now.get(i + 1).first()) : durable;
            segments.add(
                    new Segment(
                            file.path().getFileName().toString(),
                            file.first(),
                            last,
                            size(file),
                            sealed));
        }
        return segments;
    }

    private static Position before(Position position) {
        return new Position(position.value() - 1);
    }

    private static long size(SegmentFile file) {
        try {
            return Files.size(file.path());
        } catch (IOException e) {
            throw new StoreException.Failed("cannot read " + file.path(), e);
        }
    }
}
