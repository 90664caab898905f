package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.SettingsChange;
import dev.varve.server.surface.CorsRules;

/// Removes all rules that say which other origins may use a bucket from a browser.
final class DeleteBucketCors implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        SettingsChange none =
                new SettingsChange.SetDocument(CorsRules.DOCUMENT, CorsRules.NONE.document());
        Refusals.require(call, call.store().buckets().change(call.bucketName(), none));
        return HttpResponse.of(204);
    }
}
