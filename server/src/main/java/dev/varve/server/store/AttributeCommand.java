package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.Event.AttributesChanged;
import dev.varve.log.HybridTime;
import dev.varve.log.Metadata;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Retention;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.AttributeChange.SetLegalHold;
import dev.varve.server.store.AttributeChange.SetMetadata;
import dev.varve.server.store.AttributeChange.SetRetention;
import dev.varve.server.store.AttributeChange.SetTags;
import dev.varve.server.store.AttributeChange.Several;
import dev.varve.server.store.Refusal.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Changes tags, metadata, retention or legal hold of one version; the current one when none is
/// named.
record AttributeCommand(
        BucketName name, ObjectKey key, @Nullable VersionRef ref, AttributeChange change)
        implements Command<Version> {
    @Override
    public Decision<Version> decide(ObjectReader view, Context context) {
        Optional<Bucket> found = view.bucket(name);
        if (found.isEmpty()) {
            return new Decision.Refuse<>(Rules.noBucket(name));
        }
        Bucket bucket = found.get();
        Optional<Version> target = target(view, bucket);
        if (target.isEmpty()) {
            return new Decision.Refuse<>(
                    ref == null
                            ? Rules.noKey(key)
                            : Refusal.of(Reason.NO_SUCH_VERSION, "there is no version " + ref));
        }
        Version version = target.get();
        if (!version.isObject()) {
            return Command.refuse(Reason.DELETE_MARKER, "the version is a delete marker");
        }
        Attributes before = version.object().attributes();
        Optional<Refusal> refusal = refusal(change, bucket, before, context.now());
        if (refusal.isPresent()) {
            return new Decision.Refuse<>(refusal.get());
        }
        Attributes after = apply(change, before);
        return after.equals(before)
                ? Command.unchanged(version)
                : Command.accept(
                        new AttributesChanged(bucket.id(), key, version.id(), after),
                        recorded -> changed(version, after));
    }

    private static Version changed(Version version, Attributes after) {
        return new Version(
                version.key(),
                version.id(),
                version.kind(),
                version.nullVersion(),
                version.position(),
                version.modified(),
                version.object().with(after),
                version.hiddenAt(),
                version.upload(),
                version.bytesReleased());
    }

    private Optional<Version> target(ObjectReader view, Bucket bucket) {
        return ref == null
                ? view.current(bucket.id(), key, HybridTime.MAX).filter(Version::isObject)
                : Rules.visible(view, bucket.id(), key, ref);
    }

    private static Optional<Refusal> refusal(
            AttributeChange change, Bucket bucket, Attributes before, Instant now) {
        return switch (change) {
            case SetTags _, SetMetadata _ -> Optional.empty();
            case SetLegalHold _ -> lockEnabled(bucket);
            case SetRetention(Optional<Retention> to, boolean bypass) ->
                    lockEnabled(bucket).or(() -> weakens(before, to, bypass, now));
            case Several(List<AttributeChange> all) ->
                    all.stream()
                            .flatMap(each -> refusal(each, bucket, before, now).stream())
                            .findFirst();
        };
    }

    private static Optional<Refusal> lockEnabled(Bucket bucket) {
        return bucket.settings().objectLock().enabled()
                ? Optional.empty()
                : Optional.of(
                        Refusal.of(Reason.INVALID_BUCKET_STATE, "object lock is not enabled"));
    }

    private static Optional<Refusal> weakens(
            Attributes before, Optional<Retention> to, boolean bypass, Instant now) {
        return Rules.active(before.retention(), now)
                .filter(held -> !strengthens(held, to))
                .filter(held -> held.mode() == Retention.Mode.COMPLIANCE || !bypass)
                .map(held -> Refusal.of(Reason.LOCKED, held.mode() + " until " + held.until()));
    }

    private static boolean strengthens(Retention held, Optional<Retention> to) {
        return to.isPresent()
                && !to.get().until().isBefore(held.until())
                && (held.mode() == to.get().mode() || to.get().mode() == Retention.Mode.COMPLIANCE);
    }

    private static Attributes apply(AttributeChange change, Attributes before) {
        return switch (change) {
            case SetTags(SortedMap<String, String> tags) -> before.withTags(tags);
            case SetMetadata(Metadata metadata) -> before.withMetadata(metadata);
            case SetRetention(Optional<Retention> to, boolean _) ->
                    before.withRetention(to.orElse(null));
            case SetLegalHold(boolean on) -> before.withLegalHold(on);
            case Several(List<AttributeChange> all) -> {
                Attributes after = before;
                for (AttributeChange each : all) {
                    after = apply(each, after);
                }
                yield after;
            }
        };
    }
}
