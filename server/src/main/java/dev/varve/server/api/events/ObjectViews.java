package dev.varve.server.api.events;

import dev.varve.log.Checksum;
import dev.varve.log.ETag;
import dev.varve.log.Event;
import dev.varve.log.Event.PrefixMoved;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Retention;
import dev.varve.server.api.Words;
import dev.varve.server.api.events.EventView.DigestOf;
import dev.varve.server.api.events.EventView.ObjectOf;
import dev.varve.server.api.events.EventView.SaidOf;
import dev.varve.server.api.events.EventView.SourceOf;
import dev.varve.server.api.events.EventView.UploadOf;
import dev.varve.server.feed.Change;
import dev.varve.server.feed.Feed;
import dev.varve.server.feed.KnownBucket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What changes say of objects and uploads.
final class ObjectViews {
    private ObjectViews() {}

    static @Nullable ObjectOf object(Change change) {
        @Nullable ObjectKey key = change.key().orElse(null);
        return switch (change.event()) {
            case Event.NewVersion it -> made(it, change);
            case Event.DeleteMarkerPlaced it -> marked(it, change);
            case Event.AttributesChanged it -> plain(it.key(), change, of(it.attributes()), null);
            case Event.VersionDeleted it ->
                    plain(it.key(), change, null, it.bypassedGovernance() ? true : null);
            default -> key == null ? null : plain(key, change, null, null); // its key, no more
        };
    }

    private static ObjectOf made(Event.NewVersion event, Change change) {
        ObjectState state = event.state();
        return new ObjectOf(
                event.key().toString(),
                version(change),
                event.nullVersion(),
                state.size(),
                state.etag().value(),
                checksums(state.checksums()),
                state.partCount() == 0 ? null : state.partCount(),
                of(state.attributes()),
                null);
    }

    private static ObjectOf marked(Event.DeleteMarkerPlaced event, Change change) {
        return new ObjectOf(
                event.key().toString(),
                version(change),
                event.nullVersion(),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static ObjectOf plain(
            ObjectKey key, Change change, @Nullable SaidOf said, @Nullable Boolean bypass) {
        return new ObjectOf(
                key.toString(), version(change), null, null, null, null, null, said, bypass);
    }

    private static @Nullable String version(Change change) {
        return change.version() == null ? null : change.version().toString();
    }

    private static @Nullable List<DigestOf> checksums(List<Checksum> checksums) {
        return checksums.isEmpty()
                ? null
                : checksums.stream()
                        .map(each ->
                                new DigestOf(
                                        Words.of(each.algorithm()),
                                        each.value().toString(),
                                        each.parts()))
                        .toList();
    }

    private static SaidOf of(Attributes attributes) {
        Retention retention = attributes.retention();
        return new SaidOf(
                attributes.metadata().system(),
                attributes.metadata().user(),
                attributes.tags(),
                retention == null ? null : Words.of(retention.mode()),
                retention == null ? null : retention.until(),
                attributes.legalHold());
    }

    /// Only of a bucket whose events the reader gets anyhow; of others no more than that there is one.
    static @Nullable SourceOf source(Change change, Feed feed) {
        return switch (change.event()) {
            case Event.ObjectCopied it ->
                    it.sourceBucket().equals(it.bucket())
                            ? new SourceOf(
                                    feed.bucket(it.bucket()).map(KnownBucket::name).orElse(null),
                                    it.sourceKey().toString(),
                                    it.sourceVersion().toString())
                            : new SourceOf(null, null, it.sourceVersion().toString());
            case Event.ObjectPut it when change.recorded().event() instanceof PrefixMoved moved ->
                    moved(it, moved, feed);
            case Event.ObjectUndeleted it -> new SourceOf(null, null, it.from().toString());
            default -> null; // made of nothing else
        };
    }

    private static SourceOf moved(Event.ObjectPut event, PrefixMoved moved, Feed feed) {
        if (!moved.bucket().equals(event.bucket())) {
            return new SourceOf(null, null, null);
        }
        byte[] utf8 = event.key().utf8();
        byte[] prefix = moved.prefix().toArray();
        int behind = moved.toPrefix().length();
        byte[] source = Arrays.copyOf(prefix, prefix.length + utf8.length - behind);
        System.arraycopy(utf8, behind, source, prefix.length, utf8.length - behind);
        return new SourceOf(
                feed.bucket(event.bucket()).map(KnownBucket::name).orElse(null),
                new String(source, StandardCharsets.UTF_8),
                null);
    }

    static @Nullable UploadOf upload(Change change) {
        return switch (change.event()) {
            case Event.UploadCompleted it -> new UploadOf(it.upload().toString(), null, null, null);
            case Event.PartPut it ->
                    new UploadOf(
                            it.upload().toString(),
                            it.number(),
                            it.content().size(),
                            etag(it.etag()));
            case Event.PartsMerged it ->
                    new UploadOf(
                            it.upload().toString(),
                            it.first(),
                            it.content().size(),
                            etag(it.etag()));
            case Event.UploadSizeSet it ->
                    new UploadOf(it.upload().toString(), null, it.size(), null);
            case Event.UploadAborted it -> new UploadOf(it.upload().toString(), null, null, null);
            case Event.UploadCreated _, Event.ResumableUploadCreated _ ->
                    new UploadOf(change.recorded().stamp().text(), null, null, null);
            default -> null; // of no upload
        };
    }

    private static String etag(ETag etag) {
        return etag.value();
    }
}
