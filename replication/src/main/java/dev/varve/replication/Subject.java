package dev.varve.replication;

/// What rules look at of an object, be it stored or on its way.
///
/// @param contentType as the client sent it; empty where none is known
/// @param size -1 where it is not known, which no rule about sizes matches
/// @param storageClass [#STANDARD] where none was said
public record Subject(
        String bucket, String key, String contentType, long size, String storageClass) {
    public static final String STANDARD = "STANDARD";
    public static final int UNKNOWN = -1;

    public Subject {
        storageClass = storageClass.isEmpty() ? STANDARD : storageClass;
    }

    /// A key of which nothing else is known.
    public static Subject ofKey(String bucket, String key) {
        return new Subject(bucket, key, "", UNKNOWN, STANDARD);
    }
}
