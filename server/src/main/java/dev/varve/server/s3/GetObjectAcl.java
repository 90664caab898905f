package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;

/// Tells who may use an object: the owner of its bucket.
final class GetObjectAcl implements Operation {
    private final Owners owners;

    GetObjectAcl(Owners owners) {
        this.owners = owners;
    }

    @Override
    public HttpResponse handle(Call call) {
        OneVersion.require(call);
        return PrivateAcl.of(owners.ofBucket(call));
    }
}
