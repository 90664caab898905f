package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.XmlWriter;

/// Tells the region; `us-east-1` by saying nothing, as S3 does and SDKs expect.
final class GetBucketLocation implements Operation {
    static final String FIRST_REGION = "us-east-1";

    @Override
    public HttpResponse handle(Call call) {
        String region = call.config().region();
        XmlWriter xml = XmlWriter.of("LocationConstraint");
        return HttpResponse.xml(200, xml.content(region.equals(FIRST_REGION) ? "" : region).done());
    }
}
