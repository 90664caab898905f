package dev.varve.log;

/// Names one multipart upload: the stamp of the event that opened it.
public record UploadId(Stamp stamp) implements Comparable<UploadId> {
    /// @throws IllegalArgumentException when the text names no upload
    public static UploadId parse(String text) {
        return new UploadId(Stamp.parse(text));
    }

    @Override
    public int compareTo(UploadId other) {
        return stamp.compareTo(other.stamp);
    }

    @Override
    public String toString() {
        return stamp.text();
    }
}
