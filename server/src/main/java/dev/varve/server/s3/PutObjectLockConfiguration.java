package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.SettingsChange;

/// Turns object lock on for good, and says how new versions are locked.
final class PutObjectLockConfiguration implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        SettingsChange lock =
                new SettingsChange.SetObjectLock(LockDocument.read(Documents.read(call)));
        Refusals.require(call, call.store().buckets().change(call.bucketName(), lock));
        return HttpResponse.of(200);
    }
}
