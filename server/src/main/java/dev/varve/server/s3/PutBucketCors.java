package dev.varve.server.s3;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.CorsDocument;
import dev.varve.server.store.SettingsChange;
import dev.varve.server.surface.CorsRules;

/// Replaces all rules that say which other origins may use a bucket from a browser.
final class PutBucketCors implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        CorsRules rules = CorsDocument.parse(Documents.read(call));
        Refusals.require(call, call.store().buckets().change(call.bucketName(), change(rules)));
        return HttpResponse.of(200);
    }

    private static SettingsChange change(CorsRules rules) {
        try {
            return new SettingsChange.SetDocument(CorsRules.DOCUMENT, rules.document());
        } catch (IllegalArgumentException e) {
            throw new Failed(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
