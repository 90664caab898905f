package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.SettingsChange;
import java.util.TreeMap;

/// Removes all of a bucket's tags.
final class DeleteBucketTagging implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        Refusals.require(
                call,
                call.store()
                        .buckets()
                        .change(call.bucketName(), new SettingsChange.SetTags(new TreeMap<>())));
        return HttpResponse.of(204);
    }
}
