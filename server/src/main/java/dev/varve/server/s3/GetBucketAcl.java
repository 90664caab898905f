package dev.varve.server.s3;

import dev.varve.server.http.HttpResponse;

/// Tells who may use a bucket: its owner.
final class GetBucketAcl implements Operation {
    private final Owners owners;

    GetBucketAcl(Owners owners) {
        this.owners = owners;
    }

    @Override
    public HttpResponse handle(Call call) {
        return PrivateAcl.of(owners.ofBucket(call));
    }
}
