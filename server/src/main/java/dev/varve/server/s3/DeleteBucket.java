package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;

/// Deletes a bucket without versions and open uploads.
final class DeleteBucket implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        Refusals.require(call, call.store().buckets().delete(call.bucketName()));
        return HttpResponse.of(204);
    }
}
