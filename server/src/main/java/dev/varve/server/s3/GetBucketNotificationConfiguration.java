package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.NotificationDocument;

/// Tells which changes of a bucket go to which webhooks; an empty document where none do.
final class GetBucketNotificationConfiguration implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        return HttpResponse.xml(
                200,
                NotificationDocument.write(
                        call.store().buckets().notification(BucketOf.require(call).id())));
    }
}
