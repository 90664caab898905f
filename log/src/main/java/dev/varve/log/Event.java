package dev.varve.log;

import dev.varve.log.ObjectState.Attributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One immutable fact. Each record's payload type and version are in `codec`; a new event fails
/// compilation in every fold until it is handled there.
///
/// A version or upload that an event makes is named by the event's own stamp, so no id is in here.
public sealed interface Event {

    /// Buckets and their settings.
    sealed interface BucketEvent extends Event {
        BucketId bucket();
    }

    record BucketCreated(BucketId bucket, BucketName name, String owner, BucketSettings settings)
            implements BucketEvent {}

    record BucketSettingsChanged(BucketId bucket, BucketSettings settings) implements BucketEvent {}

    record BucketDeleted(BucketId bucket) implements BucketEvent {}

    /// What happened to one key.
    sealed interface ObjectEvent extends Event {
        BucketId bucket();

        ObjectKey key();
    }

    /// Every event that makes a new current version. With `nullVersion` the version is S3's `null`
    /// one, and the key's earlier null version, if any, is superseded (hidden, kept as history).
    sealed interface NewVersion extends ObjectEvent {
        boolean nullVersion();

        ObjectState state();
    }

    record ObjectPut(BucketId bucket, ObjectKey key, boolean nullVersion, ObjectState state)
            implements NewVersion {}

    record ObjectCopied(
            BucketId bucket,
            ObjectKey key,
            boolean nullVersion,
            ObjectState state,
            BucketId sourceBucket,
            ObjectKey sourceKey,
            VersionId sourceVersion)
            implements NewVersion {}

    /// A superseded or deleted version of the same key became current again.
    record ObjectUndeleted(
            BucketId bucket, ObjectKey key, boolean nullVersion, ObjectState state, VersionId from)
            implements NewVersion {}

    record UploadCompleted(
            BucketId bucket, ObjectKey key, boolean nullVersion, ObjectState state, UploadId upload)
            implements NewVersion {}

    /// A delete where versions are kept for clients: a marker they can see.
    record DeleteMarkerPlaced(BucketId bucket, ObjectKey key, boolean nullVersion)
            implements ObjectEvent {}

    /// A delete in a bucket without versioning: clients see nothing, history keeps the version.
    record ObjectDeleted(BucketId bucket, ObjectKey key) implements ObjectEvent {}

    /// A client removed one version or marker by id: hidden at once, purged after the window.
    record VersionDeleted(
            BucketId bucket, ObjectKey key, VersionId version, boolean bypassedGovernance)
            implements ObjectEvent {}

    record AttributesChanged(
            BucketId bucket, ObjectKey key, VersionId version, Attributes attributes)
            implements ObjectEvent {}

    /// Versions that left history for good. Only hidden ones, or ones whose bucket was deleted.
    record VersionsPurged(BucketId bucket, List<Purged> purged) implements Event {
        public static final int MAX = 1000;

        public VersionsPurged {
            purged = List.copyOf(purged);
            if (purged.isEmpty() || purged.size() > MAX) {
                throw new IllegalArgumentException("a purge names 1 to " + MAX + " versions");
            }
        }
    }

    record Purged(ObjectKey key, VersionId version) {}

    /// As-of reads of this bucket before `floor` are refused from now on.
    record HistoryFloorRaised(BucketId bucket, HybridTime floor) implements BucketEvent {}

    /// Multipart uploads and their parts.
    sealed interface UploadEvent extends Event {
        BucketId bucket();

        ObjectKey key();
    }

    record UploadCreated(
            BucketId bucket,
            ObjectKey key,
            String owner,
            Attributes attributes,
            @Nullable DigestAlgorithm checksum,
            boolean compositeChecksum)
            implements UploadEvent {}

    /// Replaces any earlier part of the same number.
    record PartPut(
            BucketId bucket,
            ObjectKey key,
            UploadId upload,
            int number,
            Content content,
            ETag etag,
            List<Checksum> checksums)
            implements UploadEvent {
        public PartPut {
            checksums = List.copyOf(checksums);
        }
    }

    /// Opens an upload that resumes: its parts are ranges of bytes as they came, of any size.
    record ResumableUploadCreated(
            BucketId bucket, ObjectKey key, String owner, Attributes attributes, UploadTerms terms)
            implements UploadEvent {}

    /// One part takes the place of all that are numbered `first` or higher. It has their bytes.
    record PartsMerged(
            BucketId bucket,
            ObjectKey key,
            UploadId upload,
            int first,
            Content content,
            ETag etag,
            List<Checksum> checksums)
            implements UploadEvent {
        public PartsMerged {
            checksums = List.copyOf(checksums);
        }
    }

    /// The size of the whole became known, for good.
    record UploadSizeSet(BucketId bucket, ObjectKey key, UploadId upload, long size)
            implements UploadEvent {
        public UploadSizeSet {
            if (size < 0) {
                throw new IllegalArgumentException("not a size: " + size);
            }
        }
    }

    record UploadAborted(BucketId bucket, ObjectKey key, UploadId upload) implements UploadEvent {}

    /// Facts about the journal itself; views only move their cursor past them.
    sealed interface JournalEvent extends Event {}

    /// First event of each claim: who writes from here on, and the key its checkpoints verify with.
    record Started(String software, int formatLevel, int keyId, Bytes publicKey)
            implements JournalEvent {}

    /// Signs the chain up to the event before this one.
    record Checkpoint(Hash256 root, int keyId, Bytes signature) implements JournalEvent {}
}
