package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;
import dev.varve.server.surface.ObjectContent;

/// Reads an object, a range or a part of it.
final class GetObject implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        return new Reading(call, call.store()::get, ObjectContent::new).answer();
    }
}
