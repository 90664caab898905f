package dev.varve.server.s3;

import dev.varve.log.BucketSettings.ObjectLock;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;

/// Tells whether versions of a bucket can be locked, and how new ones are.
final class GetObjectLockConfiguration implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        ObjectLock lock = BucketOf.require(call).settings().objectLock();
        if (!lock.enabled()) {
            throw new Failed(
                    ErrorCode.OBJECT_LOCK_CONFIGURATION_NOT_FOUND,
                    "Object Lock configuration does not exist for this bucket");
        }
        return HttpResponse.xml(200, LockDocument.write(lock));
    }
}
