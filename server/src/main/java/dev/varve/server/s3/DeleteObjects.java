package dev.varve.server.s3;

import dev.varve.log.ETag;
import dev.varve.log.ObjectKey;
import dev.varve.projections.objects.Bucket;
import dev.varve.server.auth.Access;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.Share;
import dev.varve.server.s3.xml.DeleteDocument;
import dev.varve.server.s3.xml.DeleteDocument.Entry;
import dev.varve.server.s3.xml.DeleteResultDocument;
import dev.varve.server.s3.xml.DeleteResultDocument.Row;
import dev.varve.server.store.Deleted;
import dev.varve.server.store.ObjectStore.DeleteTarget;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Preconditions;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.VersionRef;
import dev.varve.server.surface.Conditions;
import dev.varve.server.surface.HttpDates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Deletes up to 1,000 keys or versions, each on its own: some may fail while others are gone. Of a
/// request that several members do it deletes its share.
final class DeleteObjects implements Operation {
    private static final String BYPASS = "x-amz-bypass-governance-retention";

    /// One entry and what it asks of the store, or why it cannot ask.
    private record Wanted(Entry entry, @Nullable DeleteTarget target, @Nullable Failed failed) {}

    @Override
    public HttpResponse handle(Call call) {
        Documents.requireDigest(call);
        DeleteDocument document = DeleteDocument.parse(Documents.read(call));
        Bucket bucket = BucketOf.require(call);
        boolean bypass = call.request().headers().get(BYPASS, "").equalsIgnoreCase("true");
        Share share = call.request().share();
        List<Entry> entries = share.of(document.entries());
        List<Wanted> all =
                entries.stream().map(entry -> wanted(call, bucket, entry, bypass)).toList();
        List<DeleteTarget> targets = new ArrayList<>();
        for (Wanted each : all) {
            if (each.target() != null) {
                targets.add(each.target());
            }
        }
        Iterator<Outcome<Deleted>> outcomes =
                call.store().deleteAll(bucket.name(), targets, bypass).iterator();
        List<Row> rows = new ArrayList<>(all.size());
        for (Wanted each : all) {
            rows.add(
                    each.target() == null
                            ? refused(each.failed())
                            : told(call, each.entry(), each.target(), outcomes.next()));
        }
        if (document.quiet()) {
            rows.replaceAll(row -> row instanceof Row.Refused ? row : Row.UNTOLD);
        }
        return HttpResponse.xml(
                200,
                share.isAll()
                        ? DeleteResultDocument.of(entries, rows)
                        : DeleteResultDocument.of(share, rows));
    }

    private static Wanted wanted(Call call, Bucket bucket, Entry entry, boolean bypass) {
        try {
            Access.Resource resource = BucketOf.resource(bucket, entry.key());
            Access.require(call.principal(), Action.DELETE_OBJECT, resource);
            if (bypass) {
                Access.require(call.principal(), Action.BYPASS_GOVERNANCE, resource);
            }
            return new Wanted(entry, target(entry), null);
        } catch (Failed failed) {
            return new Wanted(entry, null, failed);
        }
    }

    private static DeleteTarget target(Entry entry) {
        @Nullable VersionRef version = entry.version().map(VersionIds::parse).orElse(null);
        @Nullable Instant modified = entry.modified().map(DeleteObjects::time).orElse(null);
        @Nullable Long size = entry.size().map(Conditions::size).orElse(null);
        List<ETag> etag = entry.etag().map(Conditions::tag).stream().toList();
        return new DeleteTarget(
                key(entry.key()),
                version,
                new Preconditions(etag, List.of(), null, null, modified, size));
    }

    private static ObjectKey key(String text) {
        try {
            return ObjectKey.of(text);
        } catch (IllegalArgumentException e) {
            throw new Failed(ErrorCode.KEY_TOO_LONG, "Your key is too long");
        }
    }

    private static Instant time(String text) {
        return HttpDates.parse(text)
                .or(() -> HttpDates.parseIso(text))
                .orElseThrow(() ->
                        new Failed(ErrorCode.INVALID_ARGUMENT, "LastModifiedTime is not a date"));
    }

    private static Row told(Call call, Entry entry, DeleteTarget target, Outcome<Deleted> outcome) {
        return switch (outcome) {
            case Outcome.Done<Deleted>(Deleted deleted) ->
                    new Row.Deleted(
                            Optional.ofNullable(target.version()).map(VersionRef::toString),
                            deleted.marker().map(VersionRef::toString));
            case Outcome.Refused<Deleted>(Refusal refusal) ->
                    DeleteObject.isGone(outcome)
                            ? new Row.Deleted(entry.version(), Optional.empty())
                            : refused(Refusals.failed(call, refusal));
        };
    }

    private static Row refused(@Nullable Failed failed) {
        ErrorCode code = failed == null ? ErrorCode.INTERNAL_ERROR : failed.code();
        return new Row.Refused(code.code(), failed == null ? "" : failed.text());
    }
}
