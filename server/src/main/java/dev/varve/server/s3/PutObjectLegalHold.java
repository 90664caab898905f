package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.ObjectLockDocuments;
import dev.varve.server.store.AttributeChange.SetLegalHold;

/// Puts a version on legal hold, or ends it.
final class PutObjectLegalHold implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        Locks.requireLock(BucketOf.require(call));
        boolean on = ObjectLockDocuments.isOn(Documents.read(call));
        return Changes.apply(call, new SetLegalHold(on), 200);
    }
}
