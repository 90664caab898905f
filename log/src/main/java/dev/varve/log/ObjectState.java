package dev.varve.log;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All that a version is: its bytes by reference, its digests, and what was said about it.
///
/// `parts` is empty unless the object came from a multipart upload; where the content is a manifest
/// the parts are in the manifest blob, and only `partCount` is here.
public record ObjectState(
        Content content,
        ETag etag,
        List<Checksum> checksums,
        int partCount,
        List<ObjectPart> parts,
        Attributes attributes) {
    public ObjectState {
        checksums = List.copyOf(checksums);
        parts = List.copyOf(parts);
    }

    public long size() {
        return content.size();
    }

    public ObjectState with(Attributes changed) {
        return new ObjectState(content, etag, checksums, partCount, parts, changed);
    }

    /// The part of a version that may change without making a new version.
    public record Attributes(
            Metadata metadata,
            SortedMap<String, String> tags,
            @Nullable Retention retention,
            boolean legalHold) {
        public static final Attributes NONE =
                new Attributes(Metadata.NONE, new TreeMap<>(), null, false);

        public Attributes {
            tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
        }

        public Attributes withMetadata(Metadata changed) {
            return new Attributes(changed, tags, retention, legalHold);
        }

        public Attributes withTags(SortedMap<String, String> changed) {
            return new Attributes(metadata, changed, retention, legalHold);
        }

        public Attributes withRetention(@Nullable Retention changed) {
            return new Attributes(metadata, tags, changed, legalHold);
        }

        public Attributes withLegalHold(boolean changed) {
            return new Attributes(metadata, tags, retention, changed);
        }
    }
}
