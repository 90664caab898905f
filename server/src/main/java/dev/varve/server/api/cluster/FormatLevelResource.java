package dev.varve.server.api.cluster;

import dev.varve.log.NodeId;
import dev.varve.log.Provenance;
import dev.varve.replication.ClusterLayout;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// `/v1/cluster/format-level`: which forms of events may be written, and who reads which.
public final class FormatLevelResource implements Resource {
    private static final String PATH = "/v1/cluster/format-level";
    private static final int MAX_BODY = 1 << 10;

    private final Function<Provenance, ClusterLayouts> layouts;
    private final Supplier<ClusterStatus> status;

    public record FormatLevelForm(
            @About("the level of forms that may be written from now on") int level) {}

    public record FormatLevelView(
            @About("of the forms that may be written") int level,
            @About(
                            "the newest level that each member said it reads, by name; who is missing was not"
                                    + " heard of since the node that answers started")
                    Map<String, Integer> reads) {}

    /// The store exists only once somebody asks.
    public FormatLevelResource(
            Function<Provenance, ClusterLayouts> layouts, Supplier<ClusterStatus> status) {
        this.layouts = layouts;
        this.status = status;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", PATH, "getFormatLevel", Action.MANAGE_CLUSTER, this::get)
                        .summary(
                                "Tells which forms of events may be written, and which each member"
                                        + " reads; for operators")
                        .answersJson(200, FormatLevelView.class),
                Endpoint.of("PUT", PATH, "raiseFormatLevel", Action.MANAGE_CLUSTER, this::raise)
                        .summary(
                                "Lets newer forms of events be written, once every member reads"
                                        + " them; releases that do not read them cannot come back"
                                        + " after that; for operators")
                        .ofThisNode()
                        .takesJson(FormatLevelForm.class)
                        .answersJson(200, FormatLevelView.class)
                        .refuses(
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.ENTITY_TOO_LARGE,
                                ErrorCode.FORM_NOT_ANNOUNCED));
    }

    private HttpResponse get(ApiCall call) {
        ClusterLayouts now = layouts.apply(call.provenance());
        return ApiCall.answer(200, view(now, now.formatLevel()));
    }

    private FormatLevelView view(ClusterLayouts now, int level) {
        Optional<ClusterLayout> layout = now.current().map(CurrentLayout::layout);
        Map<String, Integer> reads = new TreeMap<>();
        status.get()
                .announced()
                .forEach((node, newest) -> reads.put(ClusterView.name(layout, node), newest));
        return new FormatLevelView(level, reads);
    }

    private HttpResponse raise(ApiCall call) {
        int level = call.json(FormatLevelForm.class, MAX_BODY).level();
        if (level < 1) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "'level' counts from 1.");
        }
        ClusterLayouts now = layouts.apply(call.provenance());
        Map<NodeId, Integer> announced = status.get().announced();
        int raised = ApiRefusals.require(now.raise(level, announced));
        return ApiCall.answer(200, view(now, raised));
    }
}
