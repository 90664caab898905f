package dev.varve.log.codec;

import dev.varve.log.BucketId;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.Event;
import dev.varve.log.ObjectKey;
import dev.varve.log.Stamp;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes the payload of each event in its newest version.
public final class EventEncoder {
    private static final int NO_ALGORITHM = 0;

    private EventEncoder() {}

    public static void write(ByteWriter out, Event event) {
        switch (event) {
            case Event.BucketEvent bucket -> writeBucketEvent(out, bucket);
            case Event.ObjectEvent object -> writeObjectEvent(out, object);
            case Event.UploadEvent upload -> writeUploadEvent(out, upload);
            case Event.AccessEvent access -> writeAccessEvent(out, access);
            case Event.LinkEvent link -> LinkCodec.write(out, link);
            case Event.WebhookEvent webhook -> WebhookCodec.write(out, webhook);
            case Event.JournalEvent journal -> writeJournalEvent(out, journal);
            case Event.ClusterEvent cluster -> ClusterCodec.write(out, cluster);
            case Event.RangeEvent range -> RangeCodec.write(out, range);
            case Event.TransactionCommitted(var changes) -> {
                out.varint(changes.size());
                changes.forEach(change -> writeChange(out, change));
            }
            case Event.VersionsPurged(BucketId bucket, var purged) ->
                    writeVersions(out, bucket, purged);
            case Event.BytesReleased(BucketId bucket, var released) ->
                    writeVersions(out, bucket, released);
        }
    }

    private static void writeVersions(
            ByteWriter out, BucketId bucket, List<Event.Purged> versions) {
        out.i64(bucket.value()).varint(versions.size());
        for (Event.Purged each : versions) {
            writeKey(out, each.key());
            writeStamp(out, each.version().stamp());
        }
    }

    private static void writeBucketEvent(ByteWriter out, Event.BucketEvent event) {
        out.i64(event.bucket().value());
        switch (event) {
            case Event.BucketCreated created -> {
                out.string(created.name().value()).string(created.owner());
                SettingsCodec.write(out, created.settings());
            }
            case Event.BucketSettingsChanged changed ->
                    SettingsCodec.write(out, changed.settings());
            case Event.BucketDeleted _ -> {}
            case Event.HistoryFloorRaised raised -> out.i64(raised.floor().packed());
            case Event.BucketLifecycleSet set -> LifecycleCodec.write(out, set.rules());
            case Event.NotificationSet set -> WebhookCodec.write(out, set.rules());
            case Event.QuotaThresholdCrossed crossed ->
                    out.u8(crossed.measure().tag())
                            .varint(crossed.percent())
                            .varint(crossed.used())
                            .varint(crossed.limit());
        }
    }

    private static void writeObjectEvent(ByteWriter out, Event.ObjectEvent event) {
        out.i64(event.bucket().value());
        writeKey(out, event.key());
        switch (event) {
            case Event.NewVersion fresh -> writeNewVersion(out, fresh);
            case Event.DeleteMarkerPlaced marker -> out.flag(marker.nullVersion());
            case Event.ObjectDeleted _ -> {}
            case Event.VersionDeleted deleted -> {
                writeStamp(out, deleted.version().stamp());
                out.flag(deleted.bypassedGovernance());
            }
            case Event.AttributesChanged changed -> {
                writeStamp(out, changed.version().stamp());
                StateCodec.writeAttributes(out, changed.attributes());
            }
        }
    }

    /// A change within another event.
    static void writeChange(ByteWriter out, Event.ObjectEvent change) {
        EventType type = EventType.of(change);
        ByteWriter payload = new ByteWriter();
        writeObjectEvent(payload, change);
        out.varint(type.number()).varint(type.version()).sized(payload.toArray());
    }

    private static void writeNewVersion(ByteWriter out, Event.NewVersion event) {
        out.flag(event.nullVersion());
        StateCodec.write(out, event.state());
        switch (event) {
            case Event.ObjectPut _ -> {}
            case Event.ObjectCopied copied -> {
                out.i64(copied.sourceBucket().value());
                writeKey(out, copied.sourceKey());
                writeStamp(out, copied.sourceVersion().stamp());
            }
            case Event.ObjectUndeleted undeleted -> writeStamp(out, undeleted.from().stamp());
            case Event.UploadCompleted done -> writeStamp(out, done.upload().stamp());
        }
    }

    private static void writeUploadEvent(ByteWriter out, Event.UploadEvent event) {
        out.i64(event.bucket().value());
        writeKey(out, event.key());
        switch (event) {
            case Event.UploadCreated created -> {
                out.string(created.owner());
                StateCodec.writeAttributes(out, created.attributes());
                writeAlgorithm(out, created.checksum());
                out.flag(created.compositeChecksum());
            }
            case Event.PartPut part -> {
                writeStamp(out, part.upload().stamp());
                out.varint(part.number());
                ContentCodec.write(out, part.content());
                ETagCodec.write(out, part.etag());
                ContentCodec.writeChecksums(out, part.checksums());
            }
            case Event.UploadAborted aborted -> writeStamp(out, aborted.upload().stamp());
            case Event.ResumableUploadCreated created -> {
                out.string(created.owner());
                StateCodec.writeAttributes(out, created.attributes());
                TermsCodec.write(out, created.terms());
            }
            case Event.PartsMerged merged -> {
                writeStamp(out, merged.upload().stamp());
                out.varint(merged.first());
                ContentCodec.write(out, merged.content());
                ETagCodec.write(out, merged.etag());
                ContentCodec.writeChecksums(out, merged.checksums());
            }
            case Event.UploadSizeSet set -> {
                writeStamp(out, set.upload().stamp());
                out.varint(set.size());
            }
        }
    }

    private static void writeAccessEvent(ByteWriter out, Event.AccessEvent event) {
        out.string(event.key().value());
        switch (event) {
            case Event.AccessKeyCreated created -> {
                out.string(created.user());
                AccessCodec.write(out, created.settings());
                AccessCodec.write(out, created.secret());
            }
            case Event.AccessKeyChanged changed -> AccessCodec.write(out, changed.settings());
            case Event.AccessKeyRevoked _ -> {}
        }
    }

    private static void writeJournalEvent(ByteWriter out, Event.JournalEvent event) {
        switch (event) {
            case Event.Started started ->
                    out.string(started.software())
                            .varint(started.formatLevel())
                            .varint(started.keyId())
                            .sized(started.publicKey());
            case Event.Checkpoint checkpoint ->
                    out.hash(checkpoint.root())
                            .varint(checkpoint.keyId())
                            .sized(checkpoint.signature());
            case Event.PayloadWithheld _ ->
                    throw new IllegalArgumentException("what was withheld is not written");
        }
    }

    private static void writeKey(ByteWriter out, ObjectKey key) {
        out.sized(key.utf8());
    }

    static void writeStamp(ByteWriter out, Stamp stamp) {
        out.i64(stamp.time().packed());
        out.i64(stamp.origin().node().value()).i32(stamp.origin().incarnation());
    }

    private static void writeAlgorithm(ByteWriter out, @Nullable DigestAlgorithm algorithm) {
        out.u8(algorithm == null ? NO_ALGORITHM : algorithm.tag());
    }
}
