package dev.varve.server.s3;

import dev.varve.log.Checksum;
import dev.varve.log.ObjectState;
import dev.varve.projections.objects.Version;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.AsOf;
import dev.varve.server.store.ByteRange;
import dev.varve.server.store.ObjectBody;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.ReadResult;
import dev.varve.server.store.Refusal;
import dev.varve.server.surface.ETags;
import dev.varve.server.surface.HttpDates;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// GET and HEAD of an object, which differ in how they open it and in what they send of it.
final class Reading {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NOT_MODIFIED = 304;

    /// Of a version that is known still, and of which a GET gets no bytes any more.
    private static final String BYTES_RELEASED = "x-varve-bytes-released";

    private final Call call;
    private final Function<ReadRequest, ReadResult> open;
    private final Function<ObjectBody, HttpResponse.Content> content;
    private final ReadQuery query;

    Reading(
            Call call,
            Function<ReadRequest, ReadResult> open,
            Function<ObjectBody, HttpResponse.Content> content) {
        this.call = call;
        this.open = open;
        this.content = content;
        this.query = ReadQuery.parse(call);
    }

    HttpResponse answer() {
        return switch (read()) {
            case ReadResult.Found(ObjectBody body) -> found(body);
            case ReadResult.NotModified(Version version) -> notModified(version);
            case ReadResult.Refused(Refusal refusal, Optional<Version> marker) ->
                    throw marker.isPresent()
                            ? OneVersion.deleted(
                                    call, marker.get(), query.request().version() != null)
                            : refused(refusal);
        };
    }

    private ReadResult read() {
        return query.ifRange().read(call.store(), query.request(), open);
    }

    private HttpResponse found(ObjectBody body) {
        boolean handedOver = false;
        try {
            HttpResponse answer =
                    new HttpResponse(status(body), headers(body), content.apply(body));
            handedOver = true;
            return answer;
        } finally {
            if (!handedOver) {
                body.close();
            }
        }
    }

    /// A part of no bytes has no range that could be told.
    private static int status(ObjectBody body) {
        return body.range().partial() && body.range().length() > 0 ? PARTIAL : OK;
    }

    private Headers headers(ObjectBody body) {
        Version version = body.version();
        ObjectState state = version.object();
        Headers headers = identity(version);
        ObjectMetadata.answer(headers, state.attributes().metadata());
        Locks.answer(headers, state.attributes());
        if (!state.attributes().tags().isEmpty()) {
            headers.set("x-amz-tagging-count", Integer.toString(state.attributes().tags().size()));
        }
        if (query.request().version() == null && query.request().asOf() instanceof AsOf.Now) {
            Expiration.answer(call, headers, version);
        }
        if (version.bytesReleased()) {
            headers.set(BYTES_RELEASED, "true");
        }
        query.overrides().forEach(headers::set);
        if (status(body) == PARTIAL) {
            headers.set("content-range", range(body.range(), version.size()));
        }
        if (query.asksForPart() && state.partCount() > 0) {
            headers.set("x-amz-mp-parts-count", Integer.toString(state.partCount()));
        }
        if (query.checksums()) {
            Checksums.answer(headers, checksums(body));
            typeOfWhole(headers, Checksums.shown(state.checksums()));
        }
        return headers;
    }

    /// Of the bytes that are sent: of the whole, or of the part; none is known of other ranges.
    private List<Checksum> checksums(ObjectBody body) {
        Version version = body.version();
        if (query.asksForPart() && version.object().partCount() > 0) {
            return query
                    .partOf(call.store().parts(version))
                    .flatMap(part -> Optional.ofNullable(part.checksum()))
                    .stream()
                    .toList();
        }
        boolean whole = body.range().length() == version.size();
        return whole && (query.asksForPart() || !body.range().partial())
                ? version.object().checksums()
                : List.of();
    }

    /// With a part's checksum comes the type of the whole object's.
    private void typeOfWhole(Headers headers, List<Checksum> whole) {
        if (query.asksForPart() && headers.has("x-amz-checksum-type") && !whole.isEmpty()) {
            headers.set("x-amz-checksum-type", Checksums.type(whole.getFirst()));
        }
    }

    private static String range(ByteRange.Resolved range, long size) {
        long last = range.offset() + range.length() - 1;
        return "bytes " + range.offset() + "-" + last + "/" + size;
    }

    private HttpResponse notModified(Version version) {
        Headers headers = identity(version);
        version.object()
                .attributes()
                .metadata()
                .system()
                .forEach((name, value) -> {
                    if (name.equals("cache-control") || name.equals("expires")) {
                        headers.set(name, value);
                    }
                });
        return new HttpResponse(NOT_MODIFIED, headers, HttpResponse.Content.NONE);
    }

    private Headers identity(Version version) {
        Headers headers = new Headers();
        headers.set("etag", ETags.quoted(version.object().etag()));
        headers.set("last-modified", HttpDates.text(version.modified()));
        headers.set("accept-ranges", "bytes");
        VersionIds.answer(call, headers, version.id(), version.nullVersion());
        return headers;
    }

    private Failed refused(Refusal refusal) {
        return switch (refusal.reason()) {
            case INVALID_PART ->
                    new Failed(
                            ErrorCode.INVALID_PART_NUMBER,
                            "The requested partnumber is not satisfiable");
            case INVALID_RANGE -> outside(refusal);
            default -> Refusals.failed(call, refusal);
        };
    }

    private Failed outside(Refusal refusal) {
        Failed failed = Refusals.failed(call, refusal);
        failed.detail("RangeRequested", call.request().headers().get("range", ""));
        if (call.store().head(query.request()) instanceof Outcome.Done<Version>(Version version)) {
            failed.detail("ActualObjectSize", Long.toString(version.size()));
            failed.header("content-range", "bytes */" + version.size());
        }
        return failed;
    }
}
