package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;
import java.util.List;

/// Ends all rules by which what is in a bucket goes by itself.
final class DeleteBucketLifecycle implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        Refusals.require(call, call.store().buckets().setLifecycle(call.bucketName(), List.of()));
        return HttpResponse.of(204);
    }
}
