package dev.varve.server.api.objects;

import dev.varve.log.ObjectState;
import dev.varve.projections.objects.Version;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.ByteRange;
import dev.varve.server.store.ObjectBody;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.ReadResult;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.surface.Conditions;
import dev.varve.server.surface.ETags;
import dev.varve.server.surface.HttpDates;
import dev.varve.server.surface.IfRange;
import dev.varve.server.surface.ObjectContent;
import dev.varve.server.surface.RangeHeader;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// GET and HEAD of an object, as RFC 9110 has them: HEAD says all that GET of the whole object says,
/// and knows no ranges.
final class ObjectRead {
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NOT_MODIFIED = 304;

    private final ApiCall call;
    private final ReadRequest request;
    private final Predicate<Version> wanted;
    private final boolean head;

    private ObjectRead(ApiCall call, ReadRequest request, Predicate<Version> wanted) {
        this.call = call;
        this.wanted = wanted;
        this.head = call.request().method().equals("HEAD");
        Headers headers = call.request().headers();
        ByteRange range =
                head
                        ? ByteRange.ALL
                        : headers.first("range").map(RangeHeader::parse).orElse(ByteRange.ALL);
        this.request = request.range(range).preconditions(Conditions.ofRead(headers));
    }

    static HttpResponse answer(ApiCall call, ReadRequest request) {
        return answer(call, request, _ -> true);
    }

    /// @param wanted versions that are not count as missing
    static HttpResponse answer(ApiCall call, ReadRequest request, Predicate<Version> wanted) {
        return new ObjectRead(call, request, wanted).answer();
    }

    private HttpResponse answer() {
        ObjectStore store = call.store();
        IfRange ifRange = IfRange.of(call.request().headers());
        return switch (ifRange.read(store, request, head ? store::peek : store::get)) {
            case ReadResult.Found(ObjectBody body) -> found(body);
            case ReadResult.NotModified(Version version) -> notModified(version);
            case ReadResult.Refused(Refusal refusal, Optional<Version> marker) ->
                    throw refused(refusal, marker);
        };
    }

    private HttpResponse found(ObjectBody body) {
        boolean handedOver = false;
        try {
            requireWanted(body.version());
            HttpResponse answer = new HttpResponse(status(body), headers(body), content(body));
            handedOver = true;
            return answer;
        } finally {
            if (!handedOver) {
                body.close();
            }
        }
    }

    private void requireWanted(Version version) {
        if (!wanted.test(version)) {
            throw new Failed(ErrorCode.NO_SUCH_KEY, "There is no such object.");
        }
    }

    private HttpResponse.Content content(ObjectBody body) {
        if (!head) {
            return new ObjectContent(body);
        }
        body.close();
        return ObjectContent.lengthOnly(body.range().length());
    }

    private static int status(ObjectBody body) {
        return body.range().partial() && body.range().length() > 0 ? PARTIAL : OK;
    }

    private static Headers headers(ObjectBody body) {
        Version version = body.version();
        Headers headers = identity(version);
        ObjectHeaders.answer(headers, version.object());
        if (status(body) == PARTIAL) {
            long first = body.range().offset();
            long last = first + body.range().length() - 1;
            headers.set("content-range", "bytes " + first + "-" + last + "/" + version.size());
        }
        if (version.bytesReleased()) {
            headers.set(ObjectHeaders.BYTES_RELEASED, "true");
        }
        Sandbox.protect(headers);
        return headers;
    }

    private static Headers identity(Version version) {
        ObjectState state = version.object();
        return new Headers()
                .set("etag", ETags.quoted(state.etag()))
                .set("last-modified", HttpDates.text(version.modified()))
                .set("accept-ranges", "bytes")
                .set(ObjectHeaders.VERSION, version.id().toString());
    }

    private HttpResponse notModified(Version version) {
        requireWanted(version);
        Headers headers = identity(version);
        Map<String, String> system = version.object().attributes().metadata().system();
        for (String name : new String[] {"cache-control", "expires"}) {
            String value = system.get(name);
            if (value != null) {
                headers.set(name, value);
            }
        }
        return new HttpResponse(NOT_MODIFIED, headers, HttpResponse.Content.NONE);
    }

    private Failed refused(Refusal refusal, Optional<Version> marker) {
        Failed failed = ApiRefusals.failed(refusal);
        marker.ifPresent(version ->
                failed.header(ObjectHeaders.DELETE_MARKER, "true")
                        .header(ObjectHeaders.VERSION, version.id().toString()));
        if (refusal.reason() == Reason.INVALID_RANGE
                && call.store().head(request) instanceof Outcome.Done<Version>(Version version)) {
            failed.header("content-range", "bytes */" + version.size());
        }
        return failed;
    }
}
