package dev.varve.server.api.cluster;

import dev.varve.log.BucketName;
import dev.varve.log.Journal;
import dev.varve.log.NodeId;
import dev.varve.log.Provenance;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.Member;
import dev.varve.server.api.About;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.cluster.ClusterStatus;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.ClusterLayouts;
import dev.varve.server.store.CurrentLayout;
import dev.varve.server.store.LayoutPreview;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/v1/cluster`: who belongs to the cluster, changed in one step, and how its members get on.
public final class ClusterResource implements Resource {
    private static final String PATH = "/v1/cluster";
    private static final String MEMBER = "member";
    private static final String ONE = PATH + "/members/{member}/";
    private static final String IF_MATCH = "If-Match";
    private static final int MAX_BODY = 2 << 20;
    private static final int USUAL = 1000;

    private final Function<Provenance, ClusterLayouts> layouts;
    private final Supplier<Journal> journal;
    private final Supplier<ClusterStatus> status;

    /// What is asked of a preview.
    public record LayoutPreviewForm(
            LayoutForm layout,
            @About("all of them where it is missing") @Nullable String bucket,
            @About("of keys") @Nullable String prefix,
            @About("objects to look at, up to 10,000; 1,000 where it is missing")
                    @Nullable Integer limit) {}

    /// The store exists only once somebody asks.
    public ClusterResource(
            Function<Provenance, ClusterLayouts> layouts,
            Supplier<Journal> journal,
            Supplier<ClusterStatus> status) {
        this.layouts = layouts;
        this.journal = journal;
        this.status = status;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", PATH, "getCluster", Action.MANAGE_CLUSTER, this::get)
                        .summary("Tells who belongs to the cluster and how it is; for operators")
                        .answersJson(200, ClusterView.class)
                        .answersHeader("ETag", "the epoch of the layout in force"),
                Endpoint.of("PUT", PATH, "setCluster", Action.MANAGE_CLUSTER, this::put)
                        .summary(
                                "Puts the next layout in force, or refuses it whole; for operators")
                        .query("dry_run", "boolean", "only tells whether it would be taken")
                        .header(IF_MATCH, "only where the layout in force has this epoch")
                        .ofThisNode()
                        .takesJson(LayoutForm.class)
                        .answersJson(200, LayoutForm.class)
                        .refuses(
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.INVALID_LAYOUT,
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ENTITY_TOO_LARGE,
                                ErrorCode.PRECONDITION_FAILED,
                                ErrorCode.FORM_NOT_ANNOUNCED),
                Endpoint.of(
                                "POST",
                                PATH + "/preview",
                                "previewCluster",
                                Action.MANAGE_CLUSTER,
                                this::preview)
                        .summary(
                                "Tells which objects another layout would give to other owners, and"
                                        + " which bytes would move; for operators")
                        .ofThisNode()
                        .takesJson(LayoutPreviewForm.class)
                        .answersJson(200, LayoutPreviewView.class)
                        .refuses(
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.INVALID_LAYOUT,
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ENTITY_TOO_LARGE,
                                ErrorCode.PRECONDITION_FAILED,
                                ErrorCode.FORM_NOT_ANNOUNCED,
                                ErrorCode.NO_SUCH_BUCKET),
                change(
                        "remove",
                        "takeOutMember",
                        "Takes a member out of the cluster",
                        ClusterResource::without),
                change(
                                "promote",
                                "promoteMember",
                                "Makes a read-only member a writer",
                                ClusterResource::promoted)
                        .query(
                                Promotion.INSTEAD_OF,
                                "string",
                                "a writer whose place it takes: that one is read-only then, and"
                                        + " what it decided is the member's to decide"),
                steer("pause", "Takes nothing more from a member", ClusterStatus::pause),
                steer("resume", "Goes on with one that was paused", ClusterStatus::resume));
    }

    @FunctionalInterface
    private interface Change {
        ClusterLayout of(ApiCall call, ClusterLayout before, Member member);
    }

    @FunctionalInterface
    private interface Steer {
        boolean take(ClusterStatus status, NodeId node);
    }

    private Endpoint change(String verb, String name, String summary, Change change) {
        return Endpoint.of(
                        "POST",
                        ONE + verb,
                        name,
                        Action.MANAGE_CLUSTER,
                        call -> change(call, change))
                .summary(summary + ", by the next layout; for operators")
                .ofThisNode()
                .path(MEMBER, "its name, or the id of its node")
                .answersJson(200, LayoutForm.class)
                .refuses(
                        ErrorCode.NO_SUCH_RESOURCE,
                        ErrorCode.INVALID_ARGUMENT,
                        ErrorCode.INVALID_LAYOUT,
                        ErrorCode.PRECONDITION_FAILED,
                        ErrorCode.FORM_NOT_ANNOUNCED);
    }

    private Endpoint steer(String verb, String summary, Steer steer) {
        return Endpoint.of(
                        "POST",
                        ONE + verb,
                        verb + "Member",
                        Action.MANAGE_CLUSTER,
                        call -> steer(call, steer))
                .summary(summary + ", on the node that is asked; for operators")
                .ofThisNode()
                .path(MEMBER, "its name, or the id of its node")
                .answersJson(200, ClusterView.class)
                .refuses(ErrorCode.NO_SUCH_RESOURCE, ErrorCode.OPERATION_ABORTED);
    }

    private ClusterLayouts layouts(ApiCall call) {
        return layouts.apply(call.provenance());
    }

    private Optional<ClusterLayout> current(ApiCall call) {
        return layouts(call).current().map(CurrentLayout::layout);
    }

    private HttpResponse get(ApiCall call) {
        Optional<ClusterLayout> layout = current(call);
        long epoch = epoch(layout);
        ClusterView view =
                new ClusterView(
                        ClusterView.mode(layout),
                        journal.get().cluster().toString(),
                        self().toString(),
                        epoch,
                        layouts(call).formatLevel(),
                        layout.map(LayoutForm::of).orElse(null),
                        status.get().peers().stream()
                                .map(peer ->
                                        ClusterView.PeerView.of(
                                                peer, ClusterView.name(layout, peer.node())))
                                .toList());
        return ApiCall.answer(200, view).header("etag", "\"" + epoch + "\"");
    }

    private NodeId self() {
        return journal.get().origin().node();
    }

    private static long epoch(Optional<ClusterLayout> layout) {
        return layout.map(ClusterLayout::epoch).orElse(0L);
    }

    private HttpResponse put(ApiCall call) {
        long before = epoch(current(call));
        long expected =
                call.request().headers().first(IF_MATCH).map(ClusterResource::epoch).orElse(before);
        if (expected != before) {
            throw new Failed(
                    ErrorCode.PRECONDITION_FAILED,
                    "The layout in force has epoch " + before + ", not " + expected + ".");
        }
        ClusterLayout next = layout(call.json(LayoutForm.class, MAX_BODY), before + 1);
        Map<NodeId, Integer> announced = status.get().announced();
        Outcome<ClusterLayout> outcome =
                call.flag("dry_run")
                        ? layouts(call).check(next, announced)
                        : layouts(call).change(next, announced);
        return told(outcome);
    }

    private static HttpResponse told(Outcome<ClusterLayout> outcome) {
        return ApiCall.answer(200, LayoutForm.of(ApiRefusals.require(outcome)));
    }

    private static long epoch(String tag) {
        String bare = tag.strip().replaceAll("^\"|\"$", "");
        if (!bare.matches("[0-9]{1,18}")) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT,
                    "'" + IF_MATCH + "' must be an epoch, such as \"3\".");
        }
        return Long.parseLong(bare);
    }

    private ClusterLayout layout(LayoutForm form, long next) {
        try {
            return form.layout(next, self());
        } catch (IllegalArgumentException e) {
            throw ApiRefusals.failed(
                    Refusal.of(Refusal.Reason.INVALID_LAYOUT, String.valueOf(e.getMessage())));
        }
    }

    private HttpResponse preview(ApiCall call) {
        LayoutPreviewForm form = call.json(LayoutPreviewForm.class, MAX_BODY);
        Optional<ClusterLayout> before = current(call);
        ClusterLayout after = layout(form.layout(), epoch(before) + 1);
        ApiRefusals.require(layouts(call).check(after, status.get().announced()));
        int limit = form.limit() == null ? USUAL : form.limit();
        if (limit < 1 || limit > LayoutPreview.MOST) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT,
                    "'limit' must be a number from 1 to " + LayoutPreview.MOST + ".");
        }
        Optional<BucketName> bucket =
                Optional.ofNullable(form.bucket()).map(name -> existing(call, name));
        String prefix = form.prefix() == null ? "" : form.prefix();
        LayoutPreview preview =
                layouts(call)
                        .preview(
                                before.orElseGet(() -> Standalone.layout(self(), after)),
                                after,
                                bucket,
                                prefix,
                                limit);
        return ApiCall.answer(200, LayoutPreviewView.of(preview.preview(), preview.more()));
    }

    private static BucketName existing(ApiCall call, String name) {
        BucketName bucket = ApiCall.bucketName(name);
        return call.store()
                .buckets()
                .find(bucket)
                .orElseThrow(() ->
                        new Failed(ErrorCode.NO_SUCH_BUCKET, "There is no bucket '" + name + "'."))
                .name();
    }

    private HttpResponse change(ApiCall call, Change change) {
        ClusterLayout before = current(call).orElseThrow(ClusterResource::noMember);
        ClusterLayout after = change.of(call, before, member(call, before));
        return told(
                layouts(call)
                        .change(after.withEpoch(before.epoch() + 1), status.get().announced()));
    }

    private static ClusterLayout without(ApiCall call, ClusterLayout before, Member member) {
        List<Member> rest = before.members().stream().filter(each -> !each.equals(member)).toList();
        if (rest.isEmpty()) {
            throw new Failed(
                    ErrorCode.INVALID_LAYOUT, "The last member of a cluster cannot be removed.");
        }
        return before.withMembers(rest);
    }

    private static ClusterLayout promoted(ApiCall call, ClusterLayout before, Member member) {
        Optional<Member> gone = call.query(Promotion.INSTEAD_OF).map(name -> member(before, name));
        return Promotion.of(before, member, gone);
    }

    private HttpResponse steer(ApiCall call, Steer steer) {
        ClusterLayout layout = current(call).orElseThrow(ClusterResource::noMember);
        Member member = member(call, layout);
        if (!steer.take(status.get(), member.node())) {
            throw new Failed(
                    ErrorCode.OPERATION_ABORTED,
                    "This node does not follow " + member.name() + ".");
        }
        return get(call);
    }

    private static Member member(ApiCall call, ClusterLayout layout) {
        return member(layout, call.path(MEMBER));
    }

    private static Member member(ClusterLayout layout, String named) {
        return layout.members().stream()
                .filter(each -> each.name().equals(named) || each.node().toString().equals(named))
                .findFirst()
                .orElseThrow(() -> noMember(named));
    }

    static Failed noMember(String named) {
        return new Failed(
                ErrorCode.NO_SUCH_RESOURCE, "There is no member '" + named + "' in the layout.");
    }

    private static Failed noMember() {
        return new Failed(ErrorCode.NO_SUCH_RESOURCE, "There is no such member.");
    }
}
