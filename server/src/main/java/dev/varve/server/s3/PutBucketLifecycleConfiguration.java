package dev.varve.server.s3;

import dev.varve.log.LifecycleRule;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.LifecycleDocument;
import java.util.List;

/// Replaces all rules by which what is in a bucket goes by itself.
final class PutBucketLifecycleConfiguration implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        List<LifecycleRule> rules = LifecycleDocument.parse(Documents.read(call));
        Refusals.require(call, call.store().buckets().setLifecycle(call.bucketName(), rules));
        return HttpResponse.of(200);
    }
}
