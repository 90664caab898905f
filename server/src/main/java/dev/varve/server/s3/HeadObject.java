package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;
import dev.varve.server.surface.ObjectContent;

/// As [GetObject], without opening bytes.
final class HeadObject implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        return new Reading(
                        call,
                        call.store()::peek,
                        body -> ObjectContent.lengthOnly(body.range().length()))
                .answer();
    }
}
