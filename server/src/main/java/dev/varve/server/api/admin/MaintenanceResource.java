package dev.varve.server.api.admin;

import dev.varve.log.BlobStore;
import dev.varve.log.BlobStore.ScrubDepth;
import dev.varve.log.BlobStore.ScrubFinding;
import dev.varve.log.BlobStore.ScrubSummary;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Maintenance;
import dev.varve.server.store.PurgeResult;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/v1/maintenance`: what the store does by itself now and then, done now. Each runs as a job.
public final class MaintenanceResource implements Resource {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceResource.class);
    private static final String ACTION = "action";
    private static final String JOB = "job";
    private static final String JOBS = "/v1/maintenance/jobs";

    private final Supplier<Maintenance> maintenance;
    private final Jobs jobs;

    public record JobList(List<Job.View> jobs) {}

    public MaintenanceResource(Supplier<Maintenance> maintenance, Jobs jobs) {
        this.maintenance = maintenance;
        this.jobs = jobs;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", JOBS, "listJobs", Action.MAINTAIN, _ -> list())
                        .summary("Lists jobs since the start, the newest first; for operators")
                        .answersJson(200, JobList.class),
                Endpoint.of("GET", JOBS + "/{job}", "getJob", Action.MAINTAIN, this::get)
                        .summary("Tells how far a job is; for operators")
                        .answersJson(200, Job.View.class)
                        .refuses(ErrorCode.NO_SUCH_RESOURCE),
                Endpoint.of(
                                "POST",
                                "/v1/maintenance/{action}",
                                "startMaintenance",
                                Action.MAINTAIN,
                                this::start)
                        .summary(
                                "Starts purge, reclaim, reconcile, flush or scrub as a job, one of a"
                                        + " kind at a time; for operators")
                        .query("deep", "boolean", "for scrub: reads every byte")
                        .answersJson(202, Job.View.class)
                        .refuses(
                                ErrorCode.NO_SUCH_RESOURCE,
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.OPERATION_ABORTED));
    }

    private HttpResponse list() {
        return ApiCall.answer(200, new JobList(jobs.list().stream().map(Job::view).toList()));
    }

    private HttpResponse get(ApiCall call) {
        return jobs.find(call.path(JOB))
                .map(job -> ApiCall.answer(200, job.view()))
                .orElseThrow(() -> new Failed(ErrorCode.NO_SUCH_RESOURCE, "There is no such job."));
    }

    private HttpResponse start(ApiCall call) {
        String action = call.path(ACTION);
        Jobs.Work work = work(action, call.flag("deep"));
        Job job =
                jobs.start(action, call.principal().id(), work)
                        .orElseThrow(() ->
                                new Failed(
                                        ErrorCode.OPERATION_ABORTED,
                                        "A job of this kind is running."));
        return ApiCall.answer(202, job.view()).header("location", JOBS + "/" + job.id());
    }

    private Jobs.Work work(String action, boolean deep) {
        if (deep && !action.equals("scrub")) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "'deep' is for scrub alone.");
        }
        return switch (action) {
            case "purge" -> this::purge;
            case "reclaim" -> this::reclaim;
            case "reconcile" -> this::reconcile;
            case "flush" -> _ -> maintenance.get().flush();
            case "scrub" -> job -> scrub(job, deep ? ScrubDepth.DEEP : ScrubDepth.LIGHT);
            default ->
                    throw new Failed(
                            ErrorCode.NO_SUCH_RESOURCE,
                            "There is no such action; there are purge, reclaim, reconcile, flush and"
                                    + " scrub.");
        };
    }

    private void purge(Job job) {
        PurgeResult purged = maintenance.get().purge();
        job.figure("versions", purged.versions());
        job.figure("bytes", purged.bytes());
    }

    private void reclaim(Job job) {
        BlobStore.Reclaimed reclaimed = maintenance.get().reclaim();
        job.figure("blobs", reclaimed.blobs());
        job.figure("bytes", reclaimed.bytes());
        job.figure("packs_compacted", reclaimed.packsCompacted());
    }

    private void reconcile(Job job) {
        long found = maintenance.get().reconcile(looked -> job.figure("looked_at", looked));
        job.figure("unreferenced", found);
    }

    private void scrub(Job job, ScrubDepth depth) {
        tell(
                job,
                maintenance
                        .get()
                        .scrub(
                                depth,
                                new BlobStore.ScrubWatch() {
                                    @Override
                                    public void accept(ScrubFinding finding) {
                                        LOG.warn("scrub: {}", finding);
                                    }

                                    @Override
                                    public void looked(ScrubSummary soFar) {
                                        tell(job, soFar);
                                    }
                                }));
    }

    private static void tell(Job job, ScrubSummary summary) {
        job.figure("blobs", summary.blobs());
        job.figure("bytes", summary.bytes());
        job.figure("findings", summary.findings());
    }
}
