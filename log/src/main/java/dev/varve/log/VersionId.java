package dev.varve.log;

/// Names one version of a key: the stamp of the event that made it.
public record VersionId(Stamp stamp) implements Comparable<VersionId> {
    /// @throws IllegalArgumentException when the text names no version
    public static VersionId parse(String text) {
        return new VersionId(Stamp.parse(text));
    }

    @Override
    public int compareTo(VersionId other) {
        return stamp.compareTo(other.stamp);
    }

    @Override
    public String toString() {
        return stamp.text();
    }
}
