package dev.varve.projections.snapshot;

import dev.varve.log.Hash256;
import dev.varve.log.Position;
import java.nio.file.Path;

/// A snapshot that was read to its end and found right.
///
/// @param digest of the view that it holds
public record SnapshotSummary(
        Path file, SnapshotHeader header, long rows, long bytes, Hash256 digest) {
    public Position position() {
        return header.position();
    }
}
