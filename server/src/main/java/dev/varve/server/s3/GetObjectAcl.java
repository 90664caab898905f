package dev.varve.server.s3;

import dev.varve.projections.objects.Version;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.VersionRef;

/// Tells who may use an object: the owner of its bucket.
final class GetObjectAcl implements Operation {
    private final Owners owners;

    GetObjectAcl(Owners owners) {
        this.owners = owners;
    }

    @Override
    public HttpResponse handle(Call call) {
        ReadRequest current = ReadRequest.of(call.bucketName(), call.objectKey());
        VersionRef named = VersionIds.named(call);
        ReadRequest request = named == null ? current : current.version(named);
        Version found = Refusals.require(call, call.store().head(request));
        if (!found.isObject()) {
            throw named == null
                    ? new Failed(ErrorCode.NO_SUCH_KEY, "The specified key does not exist.")
                    : new Failed(
                            ErrorCode.METHOD_NOT_ALLOWED,
                            "The specified method is not allowed against this resource.");
        }
        return PrivateAcl.of(owners.ofBucket(call));
    }
}
