package dev.varve.server.s3;

import dev.varve.log.LifecycleRule;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.LifecycleDocument;
import java.util.List;

/// Tells the rules by which what is in a bucket goes by itself.
final class GetBucketLifecycleConfiguration implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        List<LifecycleRule> rules =
                Refusals.require(call, call.store().buckets().lifecycle(call.bucketName()));
        if (rules.isEmpty()) {
            throw new Failed(
                            ErrorCode.NO_SUCH_LIFECYCLE_CONFIGURATION,
                            "The lifecycle configuration does not exist")
                    .detail("BucketName", call.bucket());
        }
        return HttpResponse.xml(200, LifecycleDocument.write(rules));
    }
}
