package dev.varve.log.journal;

import dev.varve.log.Position;
import java.nio.file.Path;

/// One file of the journal and the position of its first event.
record SegmentFile(int cycle, Path path, Position first, SegmentIndex index) {
    SegmentFile(int cycle, Path path, Position first) {
        this(cycle, path, first, new SegmentIndex());
    }
}
