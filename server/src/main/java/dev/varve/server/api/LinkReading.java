package dev.varve.server.api;

import dev.varve.projections.objects.Version;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.ByteRange;
import dev.varve.server.store.ObjectBody;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.ReadResult;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.VersionRef;
import dev.varve.server.surface.Conditions;
import dev.varve.server.surface.ETags;
import dev.varve.server.surface.HttpDates;
import dev.varve.server.surface.ObjectContent;
import dev.varve.server.surface.RangeHeader;
import java.util.Locale;
import java.util.Set;

/// GET and HEAD by link.
final class LinkReading {
    private static final Set<String> SHOWN =
            Set.of(
                    "cache-control",
                    "content-disposition",
                    "content-encoding",
                    "content-language",
                    "content-type",
                    "expires");

    private final LinkCall call;
    private final boolean head;

    LinkReading(LinkCall call) {
        this.call = call;
        this.head = call.request().method().equals("HEAD");
    }

    HttpResponse answer() {
        ReadResult result = head ? call.store().peek(request()) : call.store().get(request());
        return switch (result) {
            case ReadResult.Found(ObjectBody body) -> found(body);
            case ReadResult.NotModified(Version version) ->
                    new HttpResponse(304, identity(version), HttpResponse.Content.NONE);
            case ReadResult.Refused(Refusal refusal, var _) -> throw refused(refusal);
        };
    }

    /// A range that is meant for one version only (If-Range) is left out: all of it is right too.
    private ReadRequest request() {
        Headers headers = call.request().headers();
        Link.Place place = call.link().place();
        ByteRange range =
                headers.has("if-range")
                        ? ByteRange.ALL
                        : headers.first("range").map(RangeHeader::parse).orElse(ByteRange.ALL);
        ReadRequest request =
                ReadRequest.of(place.name(), place.key())
                        .range(range)
                        .preconditions(Conditions.ofRead(headers));
        VersionRef version = place.version();
        return version == null ? request : request.version(version);
    }

    private HttpResponse found(ObjectBody body) {
        boolean handedOver = false;
        try {
            spend();
            HttpResponse answer =
                    new HttpResponse(
                            body.range().partial() ? 206 : 200,
                            headers(body),
                            head
                                    ? ObjectContent.lengthOnly(body.range().length())
                                    : new ObjectContent(body));
            handedOver = !head;
            return answer;
        } finally {
            if (!handedOver) {
                body.close();
            }
        }
    }

    /// Before the first byte goes out, and once that is durable. To look is not to use.
    private void spend() {
        boolean onlyLooks = head && call.link().method() == Link.Method.GET;
        if (call.link().terms().singleUse() && !onlyLooks) {
            ApiRefusals.require(call.store().links().use());
        }
    }

    private Headers headers(ObjectBody body) {
        Version version = body.version();
        Headers headers = identity(version);
        version.object().attributes().metadata().system().entrySet().stream()
                .filter(each -> SHOWN.contains(each.getKey()))
                .forEach(each -> headers.set(each.getKey(), each.getValue()));
        if (call.link().terms().singleUse()) {
            headers.set("cache-control", "no-store");
        }
        call.link().terms().answer().forEach(headers::set);
        tame(headers);
        ByteRange.Resolved range = body.range();
        if (range.partial()) {
            long last = range.offset() + range.length() - 1;
            headers.set(
                    "content-range", "bytes " + range.offset() + "-" + last + "/" + version.size());
        }
        return headers;
    }

    /// A browser that knows a key of this server must not run what somebody stored as if it were ours.
    private static void tame(Headers headers) {
        headers.set("x-content-type-options", "nosniff");
        String type = headers.get("content-type", "html").toLowerCase(Locale.ROOT);
        if (type.contains("html") || type.contains("xml") || type.contains("svg")) {
            headers.set("content-security-policy", "sandbox");
        }
    }

    private static Headers identity(Version version) {
        return new Headers()
                .set("etag", ETags.quoted(version.object().etag()))
                .set("last-modified", HttpDates.text(version.modified()))
                .set("accept-ranges", "bytes");
    }

    private Failed refused(Refusal refusal) {
        Failed failed = ApiRefusals.failed(refusal);
        if (failed.code() == ErrorCode.INVALID_RANGE
                && call.store().head(request()) instanceof Outcome.Done<Version>(Version version)) {
            failed.header("content-range", "bytes */" + version.size());
        }
        return failed;
    }
}
