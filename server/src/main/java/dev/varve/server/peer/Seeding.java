package dev.varve.server.peer;

import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.seal.JournalIdentity;
import dev.varve.projections.objects.Peer;
import dev.varve.projections.snapshot.SnapshotHeader;
import dev.varve.replication.Bandwidth;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.LayoutCodec;
import dev.varve.replication.Member;
import dev.varve.replication.ship.ChainEnd;
import dev.varve.server.store.Newcomer;
import dev.varve.server.store.SeedRoom;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives a new node a snapshot to begin with, where a journal of the cluster does not give all there is:
/// the newest one of the member that let it in. Each journal is followed from where the snapshot has it.
final class Seeding implements Newcomer.Seeding {
    private static final Logger LOG = LoggerFactory.getLogger(Seeding.class);
    private static final Duration REST = Duration.ofSeconds(5);
    private static final int NOT_FOUND = 404;

    /// How often it begins anew, since the snapshot went while it was fetched.
    private static final int TRIES = 3;

    private final HttpClient http;
    private final URI door;
    private final NodeId self;
    private final PeerSettings settings;
    private final JoinRequest.Welcome welcome;
    private final ClusterLayout layout;

    /// @param door of the member that let it in
    Seeding(
            HttpClient http,
            URI door,
            NodeId self,
            PeerSettings settings,
            JoinRequest.Welcome welcome) {
        this.http = http;
        this.door = door;
        this.self = self;
        this.settings = settings;
        this.welcome = welcome;
        this.layout = LayoutCodec.read(welcome.layout());
    }

    @Override
    public void bring(SeedRoom room, Optional<byte[]> clusterKey) throws IOException {
        PeerToken token =
                settings.token()
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .or(() -> clusterKey)
                        .map(PeerToken::of)
                        .orElseThrow(() -> new IOException("it gave no key of the cluster"));
        Function<URI, PeerClient> clients = url -> new PeerClient(http, url, self, () -> token);
        PeerClient member = clients.apply(door);
        PeerIdentity source = member.identity();
        if (!source.cluster().equals(welcome.cluster())) {
            throw new IOException("it is of another cluster by now: " + source.cluster());
        }
        Map<NodeId, SeedOffer> others = others(source.origin().node(), clients);
        Optional<SeedOffer> offer = offer(member);
        boolean needed =
                offer.filter(SeedOffer::needed).isPresent()
                        || others.values().stream().anyMatch(SeedOffer::needed);
        for (int tries = 1; needed && !bring(room, member, source.origin(), others); tries++) {
            if (tries == TRIES) {
                throw new IOException("its journal is trimmed faster than its snapshot comes");
            }
        }
    }

    /// Empty for a member of a release that offers none.
    private static Optional<SeedOffer> offer(PeerClient member) throws IOException {
        try {
            return Optional.of(member.seed());
        } catch (PeerRefusal e) {
            if (e.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Of those that can be reached.
    private Map<NodeId, SeedOffer> others(NodeId source, Function<URI, PeerClient> clients) {
        Map<NodeId, SeedOffer> offers = new HashMap<>();
        for (Member each : layout.members()) {
            if (each.node().equals(self) || each.node().equals(source)) {
                continue;
            }
            try {
                offer(clients.apply(URI.create(each.urls().getFirst())))
                        .ifPresent(offer -> offers.put(each.node(), offer));
            } catch (IOException | IllegalArgumentException e) {
                LOG.info(
                        "{} cannot be asked how its journal begins: {}", each.name(), e.toString());
            }
        }
        return offers;
    }

    /// False when it is to begin anew.
    private boolean bring(
            SeedRoom room, PeerClient member, Origin source, Map<NodeId, SeedOffer> others)
            throws IOException {
        SeedOffer.Snapshot snapshot =
                offer(member)
                        .flatMap(SeedOffer::snapshot)
                        .orElseThrow(() ->
                                new IOException(
                                        "a journal of the cluster was trimmed, and it has no"
                                                + " snapshot to begin with: take one there with"
                                                + " 'varve snapshot create' and start again"));
        try {
            Bandwidth in = new Bandwidth(settings.bandwidth());
            new SnapshotFetch(member, in, REST).into(room.incoming(), snapshot);
        } catch (PeerRefusal e) {
            if (e.status() == NOT_FOUND) {
                return false;
            }
            throw e;
        }
        IntFunction<Optional<Bytes>> keys = keys(source.node());
        List<Peer> known =
                room.keep(
                        new SeedRoom.Source(new JournalIdentity(welcome.cluster(), source), keys),
                        header -> reached(header, snapshot.end(), keys));
        LOG.info(
                "begins with a snapshot of {} at its event {}, {} bytes",
                source.node(),
                snapshot.position(),
                snapshot.bytes());
        requirePast(known, room.now().plus(settings.clockLimit()));
        others.forEach((node, offer) -> requireReaching(node, offer.oldest(), known));
        Position oldest = member.seed().oldest();
        return !oldest.isAfter(snapshot.position().next());
    }

    private IntFunction<Optional<Bytes>> keys(NodeId node) {
        return id -> layout.member(node).map(member -> member.keys().get(id));
    }

    /// How far the journal of the member itself is in its snapshot. Of an earlier incarnation only the end is
    /// known, after which nothing can come.
    static List<Peer> reached(
            SnapshotHeader header, ChainEnd end, IntFunction<Optional<Bytes>> keys) {
        if (!header.position().equals(end.position())) {
            throw new IllegalArgumentException(
                    "the snapshot is of event %s, not %s"
                            .formatted(header.position(), end.position()));
        }
        if (keys.apply(end.keyId()).filter(end::isSignedWith).isEmpty()) {
            throw new IllegalArgumentException(
                    "the end of its journal is not signed by a key of the member");
        }
        NavigableMap<Origin, Position> own = new TreeMap<>(header.cut().positions());
        own.entrySet()
                .removeIf(each ->
                        !each.getKey().node().equals(header.origin().node())
                                || each.getValue().isNone());
        List<Peer> peers = new ArrayList<>();
        for (Map.Entry<Origin, Position> each : own.entrySet()) {
            boolean newest = each.getKey().equals(own.lastKey());
            if (newest && !each.getValue().equals(end.position())) {
                throw new IllegalArgumentException(
                        "the snapshot has another incarnation of the member than its newest");
            }
            peers.add(
                    new Peer(
                            each.getKey(),
                            each.getValue(),
                            newest ? end.root() : Hash256.ZERO,
                            newest ? end.time() : HybridTime.ZERO));
        }
        return peers;
    }

    /// All that this node writes would be later than that, for good.
    private static void requirePast(List<Peer> known, Instant limit) {
        for (Peer peer : known) {
            if (peer.time().instant().isAfter(limit)) {
                throw new IllegalArgumentException(
                        "the clock of %s is too far ahead: it is at %s"
                                .formatted(peer.origin(), peer.time()));
            }
        }
    }

    private static void requireReaching(NodeId node, Position oldest, List<Peer> known) {
        Position reached =
                known.stream()
                        .filter(peer -> peer.origin().node().equals(node))
                        .map(Peer::position)
                        .max(Comparator.naturalOrder())
                        .orElse(Position.NONE);
        if (oldest.isAfter(reached.next())) {
            throw new IllegalArgumentException(
                    "the snapshot has events of %s up to %s, and its journal begins with %s: take a newer snapshot with 'varve snapshot create' and start again"
                            .formatted(node, reached, oldest));
        }
    }
}
