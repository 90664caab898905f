package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.ObjectLockDocuments;

/// Whether a version is on legal hold.
final class GetObjectLegalHold implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        Locks.requireLock(BucketOf.require(call));
        boolean on = OneVersion.require(call).object().attributes().legalHold();
        return HttpResponse.xml(200, ObjectLockDocuments.legalHold(on));
    }
}
