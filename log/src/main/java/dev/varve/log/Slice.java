package dev.varve.log;

/// A run of a blob's bytes that forms part of an object.
public record Slice(BlobId blob, long offset, long length) {
    public Slice {
        if (offset < 0 || length <= 0 || offset + length < 0) {
            throw new IllegalArgumentException("not a slice: " + offset + "+" + length);
        }
    }

    /// Whether `next` continues this slice in the same blob, so that the two can be one.
    public boolean adjoins(Slice next) {
        return blob.equals(next.blob) && offset + length == next.offset;
    }
}
