package dev.varve.server.s3;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.TagDocument;
import java.util.Map;

/// Tells a bucket's tags.
final class GetBucketTagging implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        Map<String, String> tags = BucketOf.require(call).settings().tags();
        if (tags.isEmpty()) {
            throw new Failed(ErrorCode.NO_SUCH_TAG_SET, "The TagSet does not exist");
        }
        return HttpResponse.xml(200, TagDocument.write(tags));
    }
}
