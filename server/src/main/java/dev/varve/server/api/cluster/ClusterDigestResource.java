package dev.varve.server.api.cluster;

import dev.varve.log.Journal;
import dev.varve.log.Provenance;
import dev.varve.server.api.About;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.ClusterLayouts;
import dev.varve.server.store.SharedState;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/// `/v1/cluster/digest`: what members compare to know that they hold the same.
public final class ClusterDigestResource implements Resource {
    private final Function<Provenance, ClusterLayouts> layouts;
    private final Supplier<Journal> journal;
    private final Semaphore reading = new Semaphore(1);

    public record DigestView(
            @About("the node that answers") String node,
            @About("of the last event of its journal that is in it") long position,
            @About("whether a delete, move or restore of many keys is not in all rows yet")
                    boolean settling,
            @About("SHA-256; the same on members that folded the same events and have settled them")
                    String digest) {}

    /// The store exists only once somebody asks.
    public ClusterDigestResource(
            Function<Provenance, ClusterLayouts> layouts, Supplier<Journal> journal) {
        this.layouts = layouts;
        this.journal = journal;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(
                                "GET",
                                "/v1/cluster/digest",
                                "getClusterDigest",
                                Action.MANAGE_CLUSTER,
                                this::get)
                        .summary(
                                "Makes one hash over all that members share, one at a time; for"
                                        + " operators")
                        .answersJson(200, DigestView.class)
                        .refuses(ErrorCode.OPERATION_ABORTED));
    }

    /// Whoever asks again and again must not have everything read many times at once.
    private HttpResponse get(ApiCall call) {
        if (!reading.tryAcquire()) {
            throw new Failed(ErrorCode.OPERATION_ABORTED, "Somebody else is having it made.");
        }
        try {
            SharedState shared = layouts.apply(call.provenance()).shared();
            return ApiCall.answer(
                    200,
                    new DigestView(
                            journal.get().origin().node().toString(),
                            shared.position().value(),
                            shared.settling(),
                            shared.digest().toString()));
        } finally {
            reading.release();
        }
    }
}
