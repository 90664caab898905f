package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.TagDocument;
import dev.varve.server.store.SettingsChange;

/// Replaces all of a bucket's tags.
final class PutBucketTagging implements Operation {
    static final int MOST = 50;

    @Override
    public HttpResponse handle(Call call) {
        SettingsChange tags =
                new SettingsChange.SetTags(
                        Tags.checked(TagDocument.parse(Documents.read(call)), MOST));
        Refusals.require(call, call.store().buckets().change(call.bucketName(), tags));
        return HttpResponse.of(200);
    }
}
