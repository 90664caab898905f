package dev.varve.log;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was agreed on for an upload that resumes, kept with it from its first event on: its object
/// is decided by these, whoever completes it.
///
/// @param nonce random; without it nobody can name the upload
/// @param size of the whole, [#UNKNOWN] until it is said
/// @param chunkBytes of each chunk but the last; 0 where bytes come in order
/// @param ifMatch what the key's current version must be once all bytes are there
/// @param ifNoneMatch what it must not be then
/// @param digests that the whole must have
/// @param notes what the surface wants back, by names of its own
public record UploadTerms(
        Kind kind,
        Bytes nonce,
        long size,
        long chunkBytes,
        List<ETag> ifMatch,
        List<ETag> ifNoneMatch,
        List<Checksum> digests,
        SortedMap<String, String> notes) {
    public static final long UNKNOWN = -1;
    public static final int NONCE_BYTES = 16;

    /// The tags are stored: never renumber.
    public enum Kind {
        /// Bytes are appended; the last one makes the object.
        APPENDED(1),
        /// Bytes are appended and never make an object by themselves.
        PARTIAL(2),
        /// Made of partial ones.
        CONCATENATED(3),
        /// Numbered chunks in any order.
        CHUNKED(4);

        private final int tag;

        Kind(int tag) {
            this.tag = tag;
        }

        public int tag() {
            return tag;
        }

        /// @throws IllegalArgumentException for a tag of the future
        public static Kind ofTag(int tag) {
            for (Kind kind : values()) {
                if (kind.tag == tag) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("unknown kind of upload " + tag);
        }

        public boolean isAppended() {
            return this == APPENDED || this == PARTIAL;
        }
    }

    public UploadTerms {
        if (size < UNKNOWN || chunkBytes < 0 || (kind == Kind.CHUNKED) != (chunkBytes > 0)) {
            throw new IllegalArgumentException(
                    "not the terms of an upload: " + kind + ", " + size + ", " + chunkBytes);
        }
        ifMatch = List.copyOf(ifMatch);
        ifNoneMatch = List.copyOf(ifNoneMatch);
        digests = List.copyOf(digests);
        notes = Collections.unmodifiableSortedMap(new TreeMap<>(notes));
    }

    /// Without conditions, digests, notes and a nonce.
    public static UploadTerms of(Kind kind, long size, long chunkBytes) {
        return new UploadTerms(
                kind,
                Bytes.EMPTY,
                size,
                chunkBytes,
                List.of(),
                List.of(),
                List.of(),
                new TreeMap<>());
    }

    public boolean isSized() {
        return size != UNKNOWN;
    }

    public UploadTerms withNonce(Bytes random) {
        return new UploadTerms(
                kind, random, size, chunkBytes, ifMatch, ifNoneMatch, digests, notes);
    }

    public UploadTerms withSize(long known) {
        return new UploadTerms(
                kind, nonce, known, chunkBytes, ifMatch, ifNoneMatch, digests, notes);
    }

    public UploadTerms withConditions(List<ETag> match, List<ETag> noneMatch) {
        return new UploadTerms(kind, nonce, size, chunkBytes, match, noneMatch, digests, notes);
    }

    public UploadTerms withDigests(List<Checksum> declared) {
        return new UploadTerms(
                kind, nonce, size, chunkBytes, ifMatch, ifNoneMatch, declared, notes);
    }

    public UploadTerms withNotes(SortedMap<String, String> given) {
        return new UploadTerms(kind, nonce, size, chunkBytes, ifMatch, ifNoneMatch, digests, given);
    }
}
