package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;

/// Says that a bucket is there, and where. The handler looked already.
final class HeadBucket implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        return HttpResponse.of(200).header("x-amz-bucket-region", call.config().region());
    }
}
