package dev.varve.log;

import dev.varve.log.ObjectState.Attributes;
import java.time.Instant;
import java.util.Comparator;
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

    /// Changes of several keys as one fact, each as an event of its own would have made it. They are
    /// in the order of keys, so that position and ordinal name one change.
    record TransactionCommitted(List<ObjectEvent> changes) implements Event {
        public static final int MAX = 1000;
        public static final Comparator<ObjectEvent> ORDER =
                Comparator.comparing(ObjectEvent::key).thenComparing(ObjectEvent::bucket);

        public TransactionCommitted {
            changes = List.copyOf(changes);
            if (changes.isEmpty() || changes.size() > MAX) {
                throw new IllegalArgumentException("a transaction has 1 to " + MAX + " changes");
            }
            for (int i = 0; i < changes.size(); i++) {
                ObjectEvent change = changes.get(i);
                if (change instanceof UploadCompleted || change instanceof VersionDeleted) {
                    throw new IllegalArgumentException("not of a transaction: " + change);
                }
                if (i > 0 && ORDER.compare(changes.get(i - 1), change) >= 0) {
                    throw new IllegalArgumentException("changes out of order, or two of one key");
                }
            }
        }
    }

    /// One fact about every key of a range, however many there are: views keep it as a layer over the
    /// range, and `LayerSettled` brings the keys up to it. What it changed in the bucket's counts is
    /// in it, since nobody counts a range while it is folded.
    sealed interface RangeEvent extends Event {
        BucketId bucket();

        Bytes prefix();
    }

    /// Every current object whose key has the prefix was deleted, each as its own event would have.
    record PrefixDeleted(BucketId bucket, Bytes prefix, Removal removal, Tally change)
            implements RangeEvent {}

    /// Every current object whose key has the prefix went to the key that has `toPrefix` in its
    /// place. New versions have the null version's name and the retention that the target gave
    /// them; metadata and tags are those they had.
    record PrefixMoved(
            BucketId bucket,
            Bytes prefix,
            Removal removal,
            Tally left,
            BucketId to,
            Bytes toPrefix,
            boolean nullVersion,
            @Nullable Retention retention,
            Tally arrived)
            implements RangeEvent {}

    /// The layer that an event put on this range was brought into the keys up to `upTo`, all of
    /// them if `done`. Nobody sees a difference.
    record LayerSettled(BucketId bucket, Bytes prefix, Stamp layer, Bytes upTo, boolean done)
            implements RangeEvent {}

    /// What a delete leaves in its key, by the bucket's versioning. The tags are stored: never
    /// renumber.
    enum Removal {
        TOMBSTONE(0),
        MARKER(1),
        NULL_MARKER(2);

        private final int tag;

        Removal(int tag) {
            this.tag = tag;
        }

        public int tag() {
            return tag;
        }

        /// @throws IllegalArgumentException for a tag of the future
        public static Removal ofTag(int tag) {
            for (Removal removal : values()) {
                if (removal.tag == tag) {
                    return removal;
                }
            }
            throw new IllegalArgumentException("unknown removal " + tag);
        }
    }

    /// What a range event changed in a bucket: objects and bytes that clients see, those of them
    /// that are current, and those kept as history only.
    record Tally(
            long objects,
            long bytes,
            long currentObjects,
            long currentBytes,
            long hiddenObjects,
            long hiddenBytes) {}

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

    /// What a bucket holds reached this part of its quota, coming from below. For those who are to be
    /// told; it changes nothing.
    record QuotaThresholdCrossed(
            BucketId bucket, QuotaMeasure measure, int percent, long used, long limit)
            implements BucketEvent {}

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

    /// Who may come in, beside the users that are configured.
    sealed interface AccessEvent extends Event {
        AccessKeyId key();
    }

    /// @param user owns what the key makes, and stands in the events that it causes
    record AccessKeyCreated(
            AccessKeyId key, String user, AccessSettings settings, SealedSecret secret)
            implements AccessEvent {
        public AccessKeyCreated {
            if (user.isEmpty() || user.length() > Actor.MAX_LENGTH) {
                throw new IllegalArgumentException(
                        "the user of a key has 1 to " + Actor.MAX_LENGTH + " characters");
            }
        }
    }

    record AccessKeyChanged(AccessKeyId key, AccessSettings settings) implements AccessEvent {}

    record AccessKeyRevoked(AccessKeyId key) implements AccessEvent {}

    /// What ends links. That one was made is no event: all that it says is in the link itself.
    ///
    /// `issuer` made the link; an end that names another issuer is not one of that link.
    sealed interface LinkEvent extends Event {
        String issuer();
    }

    record LinkRevoked(LinkId link, String issuer) implements LinkEvent {
        public LinkRevoked {
            requireActor(issuer);
        }
    }

    /// A link that is good for one use was used, for this change of a key: one fact, so that neither
    /// is there without the other. Null for a use that changes nothing.
    record LinkSpent(LinkId link, String issuer, @Nullable ObjectEvent change)
            implements LinkEvent {
        public LinkSpent {
            requireActor(issuer);
        }
    }

    /// All that an issuer made before this event.
    ///
    /// @param until when the last of them has expired at the latest, in whole milliseconds
    record LinksOfIssuerRevoked(String issuer, Instant until) implements LinkEvent {
        public LinksOfIssuerRevoked {
            requireActor(issuer);
            until = Instant.ofEpochMilli(until.toEpochMilli());
        }
    }

    private static void requireActor(String issuer) {
        if (issuer.isEmpty() || issuer.length() > Actor.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "an issuer has 1 to " + Actor.MAX_LENGTH + " characters");
        }
    }

    /// Facts about the journal itself; views only move their cursor past them.
    sealed interface JournalEvent extends Event {}

    /// First event of each claim: who writes from here on, and the key its checkpoints verify with.
    record Started(String software, int formatLevel, int keyId, Bytes publicKey)
            implements JournalEvent {}

    /// Signs the chain up to the event before this one.
    record Checkpoint(Hash256 root, int keyId, Bytes signature) implements JournalEvent {}
}
