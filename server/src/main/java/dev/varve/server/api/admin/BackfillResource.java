package dev.varve.server.api.admin;

import dev.varve.server.api.ApiCall;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.cluster.Backfill;
import dev.varve.server.cluster.ClusterStatus;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import java.util.List;
import java.util.function.Supplier;

/// `/v1/cluster/backfill`: fetches the bytes that the node is to keep and lacks, as a job.
public final class BackfillResource implements Resource {
    private static final String KIND = "backfill";
    private final Supplier<ClusterStatus> cluster;
    private final Jobs jobs;

    public BackfillResource(Supplier<ClusterStatus> cluster, Jobs jobs) {
        this.cluster = cluster;
        this.jobs = jobs;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(
                                "POST",
                                "/v1/cluster/backfill",
                                "startBackfill",
                                Action.MANAGE_CLUSTER,
                                this::start)
                        .ofThisNode()
                        .summary(
                                "Starts to fetch the bytes that the layout says this node keeps and"
                                        + " it does not hold, as a job; for operators")
                        .answersJson(202, Job.View.class)
                        .refuses(ErrorCode.OPERATION_ABORTED));
    }

    private HttpResponse start(ApiCall call) {
        Backfill backfill =
                cluster.get()
                        .backfill()
                        .orElseThrow(() -> aborted("This node belongs to no cluster."));
        Job job =
                jobs.start(KIND, call.principal().id(), running -> run(backfill, running))
                        .orElseThrow(() -> aborted("A backfill is running already."));
        return ApiCall.answer(202, job.view())
                .header("location", "/v1/maintenance/jobs/" + job.id());
    }

    private static void run(Backfill backfill, Job job) {
        backfill.run(soFar -> {
            job.figure("versions", soFar.versions());
            job.figure("versions_of", soFar.all());
            job.figure("fetched", soFar.fetched());
            job.figure("fetched_bytes", soFar.bytes());
            job.figure("absent", soFar.absent());
        });
    }

    private static Failed aborted(String why) {
        return new Failed(ErrorCode.OPERATION_ABORTED, why);
    }
}
