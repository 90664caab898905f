package dev.varve.server.http.ops;

import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.RequestNote;
import dev.varve.server.http.RequestObserver.Refused;
import dev.varve.server.http.Served;
import java.time.Duration;
import java.time.Instant;

/// One line of the access log before it is written.
///
/// @param id as events have it, with what the client calls the request
record AccessEntry(
        Instant at,
        String id,
        String address,
        String method,
        String target,
        String agent,
        RequestNote note,
        Served served) {

    static AccessEntry of(Instant at, HttpRequest request, Served served) {
        String query = request.rawQuery();
        String path = MaskedPath.of(request.rawPath());
        return new AccessEntry(
                at,
                request.recordedId(),
                request.remoteAddress(),
                request.method(),
                query.isEmpty() ? path : path + "?" + MaskedQuery.of(query),
                request.headers().get("user-agent", RequestNote.UNKNOWN),
                request.note(),
                served);
    }

    static AccessEntry of(Instant at, Refused refused) {
        int query = refused.target().indexOf('?');
        String target = refused.target();
        return new AccessEntry(
                at,
                refused.id(),
                refused.remoteAddress(),
                refused.method().isEmpty() ? RequestNote.UNKNOWN : refused.method(),
                query < 0
                        ? MaskedPath.of(target)
                        : MaskedPath.of(target.substring(0, query))
                                + "?"
                                + MaskedQuery.of(target.substring(query + 1)),
                RequestNote.UNKNOWN,
                new RequestNote().operation("Malformed"),
                new Served(refused.status(), 0, 0, Duration.ZERO, Duration.ZERO, true));
    }

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    String query() {
        return target.substring(Math.min(path().length() + 1, target.length()));
    }
}
