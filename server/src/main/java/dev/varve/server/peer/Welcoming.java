package dev.varve.server.peer;

import dev.varve.log.Bytes;
import dev.varve.log.NodeId;
import dev.varve.log.Provenance;
import dev.varve.projections.StateBatch;
import dev.varve.projections.StateStore;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.Keeps;
import dev.varve.replication.LayoutCodec;
import dev.varve.replication.Member;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.store.ClusterKeys;
import dev.varve.server.store.ClusterLayouts;
import dev.varve.server.store.CurrentLayout;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Varve;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Lets a new node in, once, who shows the bootstrap token. What it is told then it needs to be a
/// member: whose cluster it is and the keys that members share.
public final class Welcoming {
    private static final String SPACE = "cluster-joins";
    private static final int WEIGHT = 1;

    private final Varve varve;
    private final ClusterKeys keys;
    private final StateStore state;
    private final PeerSettings settings;
    private final Predicate<NodeId> reached;

    /// @param reached whether a member answers this node now
    public Welcoming(Varve varve, PeerSettings settings, Predicate<NodeId> reached) {
        this.reached = reached;
        this.varve = varve;
        this.keys = varve.clusterKeys();
        this.state = varve.consumers().state();
        this.settings = settings;
    }

    /// One at a time: each makes the next layout.
    synchronized Bytes join(HttpRequest request) {
        byte[] token = token(request);
        JoinRequest asked = read(request);
        requireUnused(token, asked);
        requireFree(asked);
        remember(token, asked);
        Bytes layout = LayoutCodec.write(admit(asked));
        return new JoinRequest.Welcome(varve.journal().cluster(), keys.sealed(token), layout)
                .bytes();
    }

    private byte[] token(HttpRequest request) {
        String expected =
                settings.bootstrapToken()
                        .orElseThrow(() ->
                                new Failed(
                                        ErrorCode.ACCESS_DENIED,
                                        "This node lets nobody join: it has no bootstrap"
                                                + " token."));
        byte[] token = expected.getBytes(StandardCharsets.UTF_8);
        byte[] given = request.headers().get("authorization", "").getBytes(StandardCharsets.UTF_8);
        byte[] wanted = ("Bearer " + expected).getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, wanted)) {
            throw new Failed(ErrorCode.ACCESS_DENIED, "That is not the bootstrap token.");
        }
        return token;
    }

    private static JoinRequest read(HttpRequest request) {
        try {
            return JoinRequest.read(request.body().readNBytes(JoinRequest.MAX_BYTES));
        } catch (IllegalArgumentException e) {
            throw new Failed(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A node whose answer was lost asks again, under the same name and before it made anything.
    private void requireUnused(byte[] token, JoinRequest asked) {
        byte[] by = state.get(SPACE, hash(token));
        if (by == null) {
            return;
        }
        boolean again = new String(by, StandardCharsets.UTF_8).equals(asked.name());
        boolean silent =
                member(asked.name()).map(member -> !hasShipped(member.node())).orElse(true);
        if (!again || !silent) {
            throw new Failed(
                    ErrorCode.ACCESS_DENIED,
                    "That bootstrap token was used: each lets one node in. Set another one.");
        }
    }

    /// A name is of one member: who takes its place says so, and only once it is gone.
    private void requireFree(JoinRequest asked) {
        Optional<Member> known =
                member(asked.name()).filter(member -> !member.node().equals(asked.node()));
        if (known.isEmpty()) {
            require(
                    !asked.replaces() || member(asked.name()).isPresent(),
                    "No member is called " + asked.name() + ": there is nobody to replace.");
            return;
        }
        NodeId node = known.get().node();
        require(
                asked.replaces() || isNew(node),
                "A member is called %s already: choose another name, or set cluster.replace to take its place."
                        .formatted(asked.name()));
        require(
                !node.equals(varve.journal().origin().node()) && !reached.test(node),
                "The member %s answers: only one that is gone is replaced."
                        .formatted(asked.name()));
    }

    /// One that was let in and has done nothing since: its answer may have been lost.
    private boolean isNew(NodeId node) {
        return !node.equals(varve.journal().origin().node()) && !hasShipped(node);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new Failed(ErrorCode.INVALID_REQUEST, otherwise);
        }
    }

    private boolean hasShipped(NodeId node) {
        return varve.imports().all().stream().anyMatch(peer -> peer.origin().node().equals(node));
    }

    private Optional<Member> member(String name) {
        return layouts().current().flatMap(current -> current.layout().named(name));
    }

    private void remember(byte[] token, JoinRequest asked) {
        byte[] name = asked.name().getBytes(StandardCharsets.UTF_8);
        state.write(new StateBatch().put(SPACE, hash(token), name));
    }

    private static byte[] hash(byte[] token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private ClusterLayouts layouts() {
        return varve.layouts(Provenance.SYSTEM);
    }

    private ClusterLayout admit(JoinRequest asked) {
        ClusterLayout next = with(layouts().current(), asked);
        Outcome<ClusterLayout> outcome = layouts().change(next, Map.of());
        return switch (outcome) {
            case Outcome.Done<ClusterLayout>(var taken) -> taken;
            case Outcome.Refused<ClusterLayout>(var refusal) ->
                    throw new Failed(ErrorCode.INVALID_REQUEST, refusal.message());
        };
    }

    private ClusterLayout with(Optional<CurrentLayout> current, JoinRequest asked) {
        Member newcomer = newcomer(asked);
        if (current.isEmpty()) {
            return new ClusterLayout(
                    1,
                    ClusterLayout.Mode.REPLICATED,
                    List.of(self(), newcomer),
                    0,
                    List.of(),
                    null,
                    ClusterLayout.NotOwner.FORWARD,
                    ClusterLayout.ReadOnly.FORWARD);
        }
        ClusterLayout layout = current.get().layout();
        ClusterLayout next = layout.withEpoch(layout.epoch() + 1);
        Optional<Member> gone = layout.named(asked.name());
        if (gone.isPresent() && asked.replaces()) {
            return next.replaced(gone.get(), newcomer);
        }
        List<Member> members = new ArrayList<>(layout.members());
        members.removeIf(member -> member.name().equals(asked.name()));
        members.add(newcomer);
        return next.withMembers(members);
    }

    private Member self() {
        return made(
                varve.journal().origin().node(),
                settings.name(),
                settings.advertise(),
                keys.signingKeys(),
                Member.Role.WRITER);
    }

    private static Member newcomer(JoinRequest asked) {
        return made(
                asked.node(),
                asked.name(),
                asked.url(),
                new TreeMap<>(Map.of(asked.keyId(), asked.publicKey())),
                asked.readOnly() ? Member.Role.READ_ONLY : Member.Role.WRITER);
    }

    private static Member made(
            NodeId node,
            String name,
            String url,
            SortedMap<Integer, Bytes> signing,
            Member.Role role) {
        try {
            return new Member(node, name, List.of(url), signing, role, WEIGHT, "", Keeps.ALL);
        } catch (IllegalArgumentException e) {
            throw new Failed(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
