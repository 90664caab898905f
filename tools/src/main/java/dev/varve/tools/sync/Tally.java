package dev.varve.tools.sync;

/// What came of a run.
///
/// @param same what was there already
/// @param failed what was neither copied nor deleted
public record Tally(long copied, long bytes, long same, long deleted, long leftOut, long failed) {
    /// Whether there was nothing to copy.
    public boolean isNothing() {
        return copied + same + leftOut + failed == 0;
    }
}
