package dev.varve.server.s3;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.CorsDocument;
import dev.varve.server.surface.CorsRules;

/// Tells which other origins may use a bucket from a browser.
final class GetBucketCors implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        CorsRules rules = CorsRules.of(BucketOf.require(call).settings());
        if (rules.isEmpty()) {
            throw new Failed(
                            ErrorCode.NO_SUCH_CORS_CONFIGURATION,
                            "The CORS configuration does not exist")
                    .detail("BucketName", call.bucket());
        }
        return HttpResponse.xml(200, CorsDocument.write(rules));
    }
}
