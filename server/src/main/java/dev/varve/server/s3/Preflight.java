package dev.varve.server.s3;

import dev.varve.log.BucketName;
import dev.varve.projections.objects.Bucket;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.surface.Cors;
import dev.varve.server.surface.CorsRules;
import java.util.Optional;

/// A browser asks whether a page of another origin may send a request. It cannot sign that question, so a
/// bucket that has rules is known to those whom they let in; of all others nothing is told.
final class Preflight implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        if (!call.request().headers().has("origin")) {
            throw insufficient("Origin request header needed.");
        }
        Cors.Asked asked =
                Cors.asked(call.request())
                        .orElseThrow(() ->
                                insufficient(
                                        "Access-Control-Request-Method request header needed."));
        return Cors.preflight(rules(call), asked)
                .orElseThrow(() ->
                        new Failed(
                                ErrorCode.ACCESS_FORBIDDEN,
                                "CORSResponse: This CORS request is not allowed."));
    }

    private static CorsRules rules(Call call) {
        if (!BucketName.isValid(call.bucket())) {
            return CorsRules.NONE;
        }
        Optional<Bucket> bucket = call.store().buckets().find(call.bucketName());
        return bucket.map(found -> CorsRules.of(found.settings())).orElse(CorsRules.NONE);
    }

    private static Failed insufficient(String what) {
        return new Failed(ErrorCode.BAD_REQUEST, "Insufficient information. " + what);
    }
}
