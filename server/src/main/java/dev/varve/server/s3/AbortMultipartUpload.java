package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;

/// Drops an upload and its parts.
final class AbortMultipartUpload implements Operation {
    private static final int NO_CONTENT = 204;

    @Override
    public HttpResponse handle(Call call) {
        Refusals.require(
                call,
                call.store()
                        .uploads()
                        .abort(call.bucketName(), call.objectKey(), PartNumbers.upload(call)));
        return HttpResponse.of(NO_CONTENT);
    }
}
