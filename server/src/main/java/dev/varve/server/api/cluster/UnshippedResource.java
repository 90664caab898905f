package dev.varve.server.api.cluster;

import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.projections.objects.Peer;
import dev.varve.projections.objects.Seen;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.Member;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.cluster.ClusterStatus;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.CurrentLayout;
import dev.varve.server.store.Imports;
import dev.varve.server.store.Varve;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `/v1/cluster/members/{member}/unshipped`: what a member that is gone may have taken and nobody else
/// has, as far as the node that is asked can know.
public final class UnshippedResource implements Resource {
    private static final String MEMBER = "member";
    private static final Comparator<Seen> BY_REACH =
            Comparator.comparing(Seen::origin).thenComparing(Seen::position);

    private final Supplier<Varve> varve;
    private final Supplier<ClusterStatus> status;

    /// The store exists only once somebody asks.
    public UnshippedResource(Supplier<Varve> varve, Supplier<ClusterStatus> status) {
        this.varve = varve;
        this.status = status;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of(
                                "GET",
                                "/v1/cluster/members/{member}/unshipped",
                                "getUnshipped",
                                Action.MANAGE_CLUSTER,
                                this::tell)
                        .summary(
                                "Tells how far the journal of another member is on the node that is"
                                        + " asked, and what it is known to lack; for operators")
                        .path(MEMBER, "its name, or the id of its node")
                        .answersJson(200, UnshippedView.class)
                        .refuses(ErrorCode.NO_SUCH_RESOURCE, ErrorCode.INVALID_ARGUMENT));
    }

    private HttpResponse tell(ApiCall call) {
        Optional<ClusterLayout> layout =
                varve.get().layouts(call.provenance()).current().map(CurrentLayout::layout);
        NodeId node = node(call.path(MEMBER), layout);
        if (node.equals(varve.get().journal().origin().node())) {
            throw new Failed(
                    ErrorCode.INVALID_ARGUMENT,
                    "That is the node that is asked: all of its journal is here.");
        }
        Optional<Peer> held = held(node);
        return ApiCall.answer(
                200,
                UnshippedView.of(
                        node.toString(),
                        ClusterView.name(layout, node),
                        held,
                        status.get().heard(node),
                        elsewhere(node, held).stream()
                                .map(seen ->
                                        UnshippedView.HolderView.of(
                                                seen, ClusterView.name(layout, seen.by())))
                                .toList()));
    }

    /// One that was taken out of the layout is known by what is here of it.
    private NodeId node(String named, Optional<ClusterLayout> layout) {
        Stream<NodeId> members =
                layout.stream()
                        .flatMap(present -> present.members().stream())
                        .filter(member -> member.name().equals(named) || isId(member, named))
                        .map(Member::node);
        return Stream.concat(members, imported().filter(node -> node.toString().equals(named)))
                .findFirst()
                .orElseThrow(() -> ClusterResource.noMember(named));
    }

    private static boolean isId(Member member, String named) {
        return member.node().toString().equals(named);
    }

    private Stream<NodeId> imported() {
        return imports().all().stream().map(Peer::origin).map(Origin::node);
    }

    private Imports imports() {
        return varve.get().imports();
    }

    private Optional<Peer> held(NodeId node) {
        return imports().all().stream()
                .filter(peer -> peer.origin().node().equals(node))
                .max(Comparator.comparing(Peer::origin));
    }

    /// What each of the others said last, where it is more than what is here.
    private List<Seen> elsewhere(NodeId node, Optional<Peer> held) {
        Seen here =
                new Seen(
                        node,
                        held.map(Peer::origin).orElseGet(() -> new Origin(node, 1)),
                        held.map(Peer::position).orElse(Position.NONE));
        return imports().seen().stream()
                .filter(seen -> seen.origin().node().equals(node) && !seen.by().equals(node))
                .filter(seen -> BY_REACH.compare(seen, here) > 0)
                .collect(
                        Collectors.toMap(
                                Seen::by, Function.identity(), BinaryOperator.maxBy(BY_REACH)))
                .values()
                .stream()
                .sorted(BY_REACH.reversed())
                .toList();
    }
}
