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

    /// Replaces all rules by which what is in the bucket goes by itself; none end them.
    record BucketLifecycleSet(BucketId bucket, List<LifecycleRule> rules) implements BucketEvent {
        public BucketLifecycleSet {
            rules = List.copyOf(rules);
            if (rules.size() > LifecycleRule.MAX_RULES) {
                throw new IllegalArgumentException(
                        "a bucket has at most " + LifecycleRule.MAX_RULES + " lifecycle rules");
            }
        }
    }

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
        /// Where it may have changed keys. No two ranges have a key in common.
        List<Range> ranges();
    }

    /// Every object that is current under one prefix leaves it.
    sealed interface PrefixEvent extends RangeEvent {}

    /// The keys of a bucket that have a prefix.
    record Range(BucketId bucket, Bytes prefix) {}

    /// Every current object whose key has the prefix was deleted, each as its own event would have.
    record PrefixDeleted(BucketId bucket, Bytes prefix, Removal removal, Tally change)
            implements PrefixEvent {
        @Override
        public List<Range> ranges() {
            return List.of(new Range(bucket, prefix));
        }
    }

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
            implements PrefixEvent {
        @Override
        public List<Range> ranges() {
            return List.of(new Range(bucket, prefix), new Range(to, toPrefix));
        }
    }

    /// Every key of the ranges is again what it was at the cut, but for locks: one that had an object
    /// then, and has none now or one that is different, got a version of the state of then; one that
    /// had none then lost the object that it has. The others are as they were.
    ///
    /// @param restored at most one range of each bucket, in the order of their ids
    record RangesRestored(HybridTime cut, List<RestoredRange> restored) implements RangeEvent {
        public static final int MAX = 1000;

        public RangesRestored {
            restored = List.copyOf(restored);
            if (restored.isEmpty() || restored.size() > MAX) {
                throw new IllegalArgumentException("a restore has 1 to " + MAX + " ranges");
            }
            for (int i = 1; i < restored.size(); i++) {
                if (restored.get(i - 1).bucket().compareTo(restored.get(i).bucket()) >= 0) {
                    throw new IllegalArgumentException("buckets out of order, or one twice");
                }
            }
        }

        @Override
        public List<Range> ranges() {
            return restored.stream().map(each -> new Range(each.bucket(), each.prefix())).toList();
        }
    }

    /// One range of a restore. New versions have the null version's name unless deletes leave a
    /// `MARKER`, and the retention that the bucket gave them.
    record RestoredRange(
            BucketId bucket,
            Bytes prefix,
            Removal removal,
            @Nullable Retention retention,
            Tally change) {}

    /// The layer that an event put on this range was brought into the keys up to `upTo`, all of
    /// them if `done`. Nobody sees a difference.
    record LayerSettled(BucketId bucket, Bytes prefix, Stamp layer, Bytes upTo, boolean done)
            implements RangeEvent {
        @Override
        public List<Range> ranges() {
            return List.of(new Range(bucket, prefix));
        }
    }

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

    /// Versions whose bytes went before their history does: who, when, size and digests stay until
    /// they are purged. Only hidden ones.
    record BytesReleased(BucketId bucket, List<Purged> released) implements Event {
        public BytesReleased {
            released = List.copyOf(released);
            if (released.isEmpty() || released.size() > VersionsPurged.MAX) {
                throw new IllegalArgumentException(
                        "bytes are released of 1 to " + VersionsPurged.MAX + " versions");
            }
        }
    }

    /// As-of reads of this bucket before `floor` are refused from now on.
    record HistoryFloorRaised(BucketId bucket, HybridTime floor) implements BucketEvent {}

    /// What a bucket holds reached this part of its quota, coming from below. For those who are to be
    /// told; it changes nothing.
    record QuotaThresholdCrossed(
            BucketId bucket, QuotaMeasure measure, int percent, long used, long limit)
            implements BucketEvent {}

    /// All rules of a bucket that say which of its changes go to which webhooks.
    record NotificationSet(BucketId bucket, List<NotificationRule> rules) implements BucketEvent {
        public NotificationSet {
            rules = List.copyOf(rules);
            if (rules.size() > NotificationRule.MAX) {
                throw new IllegalArgumentException(
                        "a bucket has at most " + NotificationRule.MAX + " rules");
            }
        }
    }

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

    /// Who is told of changes, and how.
    sealed interface WebhookEvent extends Event {
        WebhookName webhook();
    }

    /// Made, or changed: all of it is said anew.
    ///
    /// @param secrets the one in use first; while it is rotated, the one before it too
    record WebhookSet(WebhookName webhook, WebhookSettings settings, List<WebhookSecret> secrets)
            implements WebhookEvent {
        public static final int MAX_SECRETS = 2;

        public WebhookSet {
            secrets = List.copyOf(secrets);
            if (secrets.isEmpty() || secrets.size() > MAX_SECRETS) {
                throw new IllegalArgumentException(
                        "a webhook has 1 to " + MAX_SECRETS + " secrets");
            }
        }
    }

    record WebhookRemoved(WebhookName webhook) implements WebhookEvent {}

    private static void requireActor(String issuer) {
        if (issuer.isEmpty() || issuer.length() > Actor.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "an issuer has 1 to " + Actor.MAX_LENGTH + " characters");
        }
    }

    /// Facts about the journal itself; views only move their cursor past them.
    sealed interface JournalEvent extends Event {}

    /// What is known of an event whose payload is not here: it was withheld by who shipped it.
    record PayloadWithheld(int type, int version) implements JournalEvent {}

    /// Several nodes that hold the same.
    sealed interface ClusterEvent extends Event {}

    /// A run of another origin's events became part of this journal, in the form it was shipped and
    /// signed. Folding it folds the events within.
    ///
    /// @param newest hybrid time of the last of them
    record EventsImported(
            Origin origin, Position first, Position last, HybridTime newest, Bytes frame)
            implements ClusterEvent {
        public EventsImported {
            if (first.isAfter(last) || first.isNone()) {
                throw new IllegalArgumentException("no run of events: " + first + " to " + last);
            }
        }
    }

    /// Who belongs to the cluster from now on, and what each is for. The layout is read by the room
    /// that deals with clusters.
    record ClusterChanged(long epoch, List<NodeId> members, Bytes layout) implements ClusterEvent {
        public static final int MAX_MEMBERS = 64;
        public static final int MAX_LAYOUT = 512 << 10;

        public ClusterChanged {
            members = List.copyOf(members);
            if (epoch < 1) {
                throw new IllegalArgumentException("epochs count from 1, not " + epoch);
            }
            if (members.size() > MAX_MEMBERS) {
                throw new IllegalArgumentException(
                        "a cluster has at most " + MAX_MEMBERS + " members");
            }
            if (layout.length() > MAX_LAYOUT) {
                throw new IllegalArgumentException("a layout has at most " + MAX_LAYOUT + " bytes");
            }
        }
    }

    /// Every member announced that it reads forms up to this level: they may be written.
    record FormatLevelRaised(int level) implements ClusterEvent {}

    /// First event of each claim: who writes from here on, and the key its checkpoints verify with.
    record Started(String software, int formatLevel, int keyId, Bytes publicKey)
            implements JournalEvent {}

    /// Signs the chain up to the event before this one.
    record Checkpoint(Hash256 root, int keyId, Bytes signature) implements JournalEvent {}
}
