package dev.varve.server.s3;

import dev.varve.log.UploadId;
import dev.varve.projections.objects.Version;
import dev.varve.server.http.Headers;
import dev.varve.server.surface.HttpDates;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Tells when a current object or an open upload goes by the lifecycle rules of its bucket.
final class Expiration {
    static final String HEADER = "x-amz-expiration";
    static final String ABORT_DATE = "x-amz-abort-date";
    static final String ABORT_RULE = "x-amz-abort-rule-id";

    private Expiration() {}

    static void answer(Call call, Headers headers, Version current) {
        call.store()
                .lifecycles()
                .expiry(call.bucketName(), current)
                .ifPresent(expiry ->
                        headers.set(
                                HEADER,
                                "expiry-date=\"%s\", rule-id=\"%s\""
                                        .formatted(
                                                HttpDates.text(expiry.at()),
                                                encoded(expiry.rule()))));
    }

    /// The same of an open upload.
    static void answer(Call call, Headers headers, UploadId upload) {
        call.store()
                .lifecycles()
                .expiry(call.bucketName(), call.objectKey(), upload)
                .ifPresent(expiry -> {
                    headers.set(ABORT_DATE, HttpDates.text(expiry.at()));
                    headers.set(ABORT_RULE, encoded(expiry.rule()));
                });
    }

    private static String encoded(String rule) {
        return URLEncoder.encode(rule, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
