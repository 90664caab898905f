package dev.varve.server.s3;

import dev.varve.log.Retention;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.ObjectLockDocuments;
import org.jspecify.annotations.Nullable;

/// Until when a version is kept.
final class GetObjectRetention implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        Locks.requireLock(BucketOf.require(call));
        @Nullable Retention retention = OneVersion.require(call).object().attributes().retention();
        if (retention == null) {
            throw new Failed(
                    ErrorCode.NO_SUCH_OBJECT_LOCK_CONFIGURATION,
                    "The specified object does not have a ObjectLock configuration");
        }
        return HttpResponse.xml(
                200,
                ObjectLockDocuments.retention(
                        retention.mode().name(), retention.until().toString()));
    }
}
