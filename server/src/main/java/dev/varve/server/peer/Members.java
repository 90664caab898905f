package dev.varve.server.peer;

import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.codec.FormatLevels;
import dev.varve.replication.Bandwidth;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.Member;
import dev.varve.replication.follow.BlobProof;
import dev.varve.replication.follow.FollowLimits;
import dev.varve.replication.follow.FollowState;
import dev.varve.replication.follow.FollowStatus;
import dev.varve.replication.follow.Following;
import dev.varve.replication.follow.FrameVerifier;
import dev.varve.replication.follow.PeerKeys;
import dev.varve.server.store.ClusterLayouts;
import dev.varve.server.store.Varve;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The other members of the cluster, as this node deals with them: one follower each, begun and ended
/// as the layout changes. What did not change goes on undisturbed.
public final class Members implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Members.class);
    private static final Duration WATCH = Duration.ofSeconds(1);

    private final Varve varve;
    private final ClusterSecret secret;
    private final PeerSettings settings;
    private final ClusterLayouts layouts;
    private final Acks acks;
    private final Bandwidth in;
    private final ProgressReport.BytesReached bytes;
    private final InstantSource clock;
    private final NodeId self;
    private final Supplier<Position> news;
    private final Pauses pauses;
    private final Map<NodeId, Followed> followed = new HashMap<>();
    private final Thread watch;
    private boolean closed;

    private record Followed(Member member, PeerFollower follower, PeerClient client) {}

    /// @param news position of the last event of this node that others fold
    public Members(
            Varve varve,
            ClusterSecret secret,
            PeerSettings settings,
            Acks acks,
            Bandwidth in,
            ProgressReport.BytesReached bytes,
            Supplier<Position> news,
            InstantSource clock) {
        this.varve = varve;
        this.secret = secret;
        this.settings = settings;
        this.layouts = varve.layouts(Provenance.SYSTEM);
        this.acks = acks;
        this.in = in;
        this.bytes = bytes;
        this.news = news;
        this.clock = clock;
        this.self = varve.journal().origin().node();
        this.pauses = new Pauses(varve.consumers().state());
        this.watch = Thread.ofVirtual().name("varve-members").unstarted(this::watch);
    }

    public void start() {
        layouts.watch((before, now) -> change(now));
        watch.start();
    }

    /// For one thread.
    private void change(ClusterLayout layout) {
        for (Followed each : all()) {
            Optional<Member> now = layout.member(each.member().node()).filter(_ -> belongs(layout));
            if (!now.equals(Optional.of(each.member()))) {
                LOG.info("{} is followed no longer as it was", each.member().name());
                end(each);
            }
            if (now.isEmpty()) {
                acks.forget(each.member().node());
            }
        }
        if (belongs(layout)) {
            beginAll(layout);
        }
    }

    private synchronized void beginAll(ClusterLayout layout) {
        if (!closed) {
            layout.members().stream()
                    .filter(member -> !member.node().equals(self))
                    .filter(member -> !followed.containsKey(member.node()))
                    .forEach(this::begin);
        }
    }

    private boolean belongs(ClusterLayout layout) {
        return layout.member(self).isPresent();
    }

    private void begin(Member member) {
        PeerClient client =
                new PeerClient(
                        PeerClient.http().build(),
                        URI.create(member.urls().getFirst()),
                        self,
                        secret::shown);
        StoreImport into = new StoreImport(varve);
        Following.Setup setup =
                new Following.Setup(
                        varve.journal().cluster(),
                        member.node(),
                        new FrameVerifier(
                                varve.journal().cluster(), keys(), clock, settings.clockLimit()),
                        BlobProof.SHARED,
                        clock,
                        new Random(),
                        patience());
        PeerFollower follower =
                new PeerFollower(
                        member.name(),
                        new Following(setup, into, into),
                        client,
                        in,
                        new ProgressReport(
                                member.node(),
                                client,
                                varve.imports(),
                                bytes,
                                varve.journal().origin(),
                                news),
                        new KeyExchange(varve.clusterKeys(), secret),
                        this::lookAgain);
        followed.put(member.node(), new Followed(member, follower, client));
        if (pauses.has(member.node())) {
            follower.pause();
        }
        follower.start();
        LOG.info("{} is followed at {}", member.name(), member.urls().getFirst());
    }

    private FollowLimits patience() {
        FollowLimits usual = FollowLimits.DEFAULT;
        return new FollowLimits(
                usual.firstRetry(),
                usual.lastRetry(),
                usual.refusedRetry(),
                usual.lastRefusedRetry(),
                settings.relayAfter(),
                usual.look());
    }

    /// All that the layout names, whether they are followed yet or not.
    List<Knowledge.Other> others() {
        return layouts.current().map(now -> now.layout().members()).orElse(List.of()).stream()
                .filter(member -> !member.node().equals(self))
                .map(this::other)
                .toList();
    }

    /// Before this nothing more will be heard of that any of them did; nothing is known of one that was
    /// not heard of since the start.
    HybridTime heard() {
        List<FollowStatus> others = status();
        return others.size() < others().size()
                ? HybridTime.ZERO
                : others.stream()
                        .map(Members::heard)
                        .min(HybridTime::compareTo)
                        .orElse(HybridTime.MAX);
    }

    private static HybridTime heard(FollowStatus status) {
        boolean all = !status.promise().position().isAfter(status.folded());
        return all ? status.promise().time() : HybridTime.ZERO;
    }

    private Knowledge.Other other(Member member) {
        Optional<FollowStatus> status = find(member.node()).map(PeerFollower::status);
        return new Knowledge.Other(
                member.node(),
                member.name(),
                status,
                acks.of(member.node()),
                status.filter(this::isSilent).isPresent() || saysNothing(member.node()));
    }

    /// Reports come every minute.
    private boolean saysNothing(NodeId node) {
        return acks.since(node)
                        .minus(ProgressReport.AT_LEAST.multipliedBy(5))
                        .compareTo(settings.purgeGrace())
                > 0;
    }

    /// For longer than purges wait.
    private boolean isSilent(FollowStatus status) {
        return status.state() instanceof FollowState.Unreachable
                && status.since().isBefore(clock.instant().minus(settings.purgeGrace()));
    }

    /// Whether this node belongs to a cluster.
    boolean belong() {
        return layouts.current().filter(now -> belongs(now.layout())).isPresent();
    }

    /// Levels of forms that members said they read; this node too.
    public Map<NodeId, Integer> announced() {
        Map<NodeId, Integer> levels = new HashMap<>();
        levels.put(self, FormatLevels.READ);
        all().forEach(each ->
                each.follower()
                        .level()
                        .ifPresent(level -> levels.put(each.member().node(), level)));
        return levels;
    }

    /// Keys that the layout gives a member. One that left is followed no longer; what it wrote before comes
    /// from those who took it while it was a member.
    private PeerKeys keys() {
        return (node, id) -> layouts.current().flatMap(current -> current.layout().key(node, id));
    }

    /// Takes a while, in which others may ask what they like.
    private void end(Followed gone) {
        synchronized (this) {
            followed.remove(gone.member().node());
        }
        gone.follower().close();
    }

    private void watch() {
        try {
            while (!isClosed()) {
                Thread.sleep(WATCH);
                all().forEach(each -> each.follower().watch());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized List<Followed> all() {
        return new ArrayList<>(followed.values());
    }

    /// How each of them is followed.
    public List<FollowStatus> status() {
        return all().stream().map(each -> each.follower().status()).toList();
    }

    /// Those that can be asked for bytes, in no order.
    public synchronized Map<NodeId, PeerClient> clients() {
        Map<NodeId, PeerClient> clients = new HashMap<>();
        followed.forEach((node, each) -> clients.put(node, each.client()));
        return clients;
    }

    /// Until [#resume], across restarts and changes of the layout. False where there is no such member.
    public synchronized boolean pause(NodeId node) {
        boolean other = isOther(node);
        if (other) {
            pauses.begin(node);
            find(node).ifPresent(PeerFollower::pause);
        }
        return other;
    }

    /// Two journals that depend on each other take turns: each would else wait some time at every turn.
    private void lookAgain() {
        all().forEach(each -> each.follower().lookAgain());
    }

    /// Tells those who may wait for it how far this node is.
    void tellHowFar() {
        all().forEach(each -> each.follower().tell());
    }

    /// Who can reach this node can be reached again, most likely.
    void wake(NodeId node) {
        find(node).ifPresent(PeerFollower::tryNow);
    }

    /// False where there is no such member.
    public synchronized boolean resume(NodeId node) {
        boolean other = isOther(node);
        if (other) {
            pauses.end(node);
            find(node).ifPresent(PeerFollower::resume);
        }
        return other;
    }

    /// Whether it is to be followed; that may begin a moment later.
    private boolean isOther(NodeId node) {
        return !node.equals(self)
                && layouts.current()
                        .filter(now -> belongs(now.layout()))
                        .flatMap(now -> now.layout().member(node))
                        .isPresent();
    }

    private synchronized Optional<PeerFollower> find(NodeId node) {
        return Optional.ofNullable(followed.get(node)).map(Followed::follower);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        watch.interrupt();
        all().forEach(this::end);
    }
}
