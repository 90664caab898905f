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
import dev.varve.server.store.ReconcileReport;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/v1/maintenance`: what the store does by itself now and then, done now. Each runs as a job.
public final class MaintenanceResource implements Resource {
    private static final Logger LOG = LoggerFactory.getLogger(MaintenanceResource.class);
    private static final String ACTIONS =
            "purge, reclaim, reconcile, flush, scrub, snapshot, trim and rebuild";
    private static final String ACTION = "action";
    private static final String JOB = "job";
    private static final String JOBS = "/v1/maintenance/jobs";

    private final Supplier<Maintenance> maintenance;
    private final JournalWork journal;
    private final Jobs jobs;

    public record JobList(List<Job.View> jobs) {}

    public MaintenanceResource(Supplier<Maintenance> maintenance, JournalWork journal, Jobs jobs) {
        this.maintenance = maintenance;
        this.journal = journal;
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
                        .ofThisNode()
                        .summary(
                                "Starts "
                                        + ACTIONS
                                        + " as a job, one of a kind at a time; for operators")
                        .query("deep", "boolean", "for scrub: reads every byte")
                        .query(
                                "repair",
                                "boolean",
                                "for reconcile: frees what nothing needs, and takes up files that"
                                        + " nothing names; else it only tells")
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
        Jobs.Work work = work(action, call.flag("deep"), call.flag("repair"));
        Job job =
                jobs.start(action, call.principal().id(), work)
                        .orElseThrow(() ->
                                new Failed(
                                        ErrorCode.OPERATION_ABORTED,
                                        "A job of this kind is running."));
        return ApiCall.answer(202, job.view()).header("location", JOBS + "/" + job.id());
    }

    private Jobs.Work work(String action, boolean deep, boolean repair) {
        if (deep && !action.equals("scrub")) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "'deep' is for scrub alone.");
        }
        if (repair && !action.equals("reconcile")) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "'repair' is for reconcile alone.");
        }
        return switch (action) {
            case "purge" -> this::purge;
            case "reclaim" -> this::reclaim;
            case "reconcile" -> job -> reconcile(job, repair);
            case "flush" -> _ -> maintenance.get().flush();
            case "scrub" -> job -> scrub(job, deep ? ScrubDepth.DEEP : ScrubDepth.LIGHT);
            case "snapshot" -> journal::snapshot;
            case "trim" -> journal::trim;
            case "rebuild" -> journal::rebuild;
            default ->
                    throw new Failed(
                            ErrorCode.NO_SUCH_RESOURCE,
                            "There is no such action; there are " + ACTIONS + ".");
        };
    }

    private void purge(Job job) {
        PurgeResult purged = maintenance.get().purge();
        job.figure("versions", purged.versions());
        job.figure("bytes", purged.bytes());
        PurgeResult released = maintenance.get().releaseBytes();
        job.figure("versions_released", released.versions());
        job.figure("bytes_released", released.bytes());
    }

    private void reclaim(Job job) {
        BlobStore.Reclaimed reclaimed = maintenance.get().reclaim();
        job.figure("blobs", reclaimed.blobs());
        job.figure("bytes", reclaimed.bytes());
        job.figure("packs_compacted", reclaimed.packsCompacted());
    }

    private void reconcile(Job job, boolean repair) {
        ReconcileReport report =
                maintenance.get().reconcile(repair, looked -> job.figure("looked_at", looked));
        for (ReconcileReport.Kind kind : ReconcileReport.Kind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT);
            job.figure(name, report.of(kind).count());
            job.figure(name + "_bytes", report.of(kind).bytes());
            job.figure(name + "_repaired", report.of(kind).repaired());
        }
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
