package dev.varve.replication.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.Stamp;
import dev.varve.replication.Node;
import dev.varve.replication.Pair;
import dev.varve.replication.TestClock;
import dev.varve.replication.ship.BlobWish;
import dev.varve.replication.ship.Shipment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Nodes that write and follow one another over channels that lose, double, swap, cut and damage.
///
/// Invariants: `causal`: no event is folded before one that its writer had folded; `same`: when the
/// channels are well again, all have the same events; `right`: no bytes are kept but those of a blob
/// (one that was lost is fetched by id later); `quiet`: when all is known, nothing more is written.
class FollowSimulation {
    private static final int SEEDS = 5;
    private static final int STEPS = 250;
    private static final int NODES = 3;

    private final Map<Stamp, Set<Stamp>> causes = new HashMap<>();
    private final Map<NodeId, Bytes> keys = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<List<Integer>, Following> followings = new HashMap<>();
    private final TestClock clock = new TestClock();

    @Test
    void endsWithTheSameEventsInCausalOrder() throws Exception {
        long first = Long.getLong("varve.seed", System.nanoTime());
        for (long seed = first; seed < first + SEEDS; seed++) {
            try {
                run(seed, Set.of());
            } catch (AssertionError | RuntimeException e) { // says how to repeat it
                throw new AssertionError("-Dvarve.seed=" + seed, e);
            }
        }
    }

    /// Two of them never speak to each other: all comes by the third.
    @Test
    void doesSoAlsoWhereTwoCannotReachEachOther() throws Exception {
        long first = Long.getLong("varve.seed", System.nanoTime());
        for (long seed = first; seed < first + SEEDS; seed++) {
            try {
                run(seed, Set.of(List.of(0, 1), List.of(1, 0)));
            } catch (AssertionError | RuntimeException e) { // says how to repeat it
                throw new AssertionError("-Dvarve.seed=" + seed, e);
            }
        }
    }

    private void run(long seed, Set<List<Integer>> apart) throws Exception {
        begin(seed);
        Random random = new Random(seed);
        FaultyChannel channel = new FaultyChannel(random, 0.3);
        for (int step = 0; step < STEPS; step++) {
            clock.moveBy(Duration.ofMillis(random.nextInt(800)));
            int who = random.nextInt(NODES);
            if (random.nextInt(3) == 0) {
                write(nodes.get(who), 1 + random.nextInt(4), random);
            } else {
                exchange(who, random.nextInt(NODES), channel, apart);
            }
        }
        channel.repair();
        write(nodes.get(2), 1, random); // its import of the last news must be news for the others
        settle(channel, apart);
        if (!apart.isEmpty()) {
            write(nodes.get(2), 1, random);
            settle(channel, apart);
        }
        checkSame();
        List<Position> ends = nodes.stream().map(node -> node.journal.durable()).toList();
        settle(channel, apart);
        assertThat(nodes.stream().map(node -> node.journal.durable())).isEqualTo(ends);
        nodes.forEach(this::checkCausal);
    }

    private void begin(long seed) {
        causes.clear();
        keys.clear();
        nodes.clear();
        followings.clear();
        for (int i = 0; i < NODES; i++) {
            Node node = new Node(i + 1, clock, seed + i);
            nodes.add(node);
            keys.put(node.id, node.keys.publicKey());
        }
    }

    private void write(Node node, int count, Random random) {
        for (int i = 0; i < count; i++) {
            Set<Stamp> known = new HashSet<>();
            node.folded.forEach(each -> known.add(each.stamp()));
            causes.put(node.put().stamp(), known);
        }
        if (random.nextInt(4) == 0) {
            node.checkpoint();
        }
    }

    private void exchange(int peer, int follower, FaultyChannel channel, Set<List<Integer>> apart)
            throws InterruptedException, IOException {
        List<Integer> pair = List.of(peer, follower);
        if (peer == follower || apart.contains(pair)) {
            return;
        }
        Node source = nodes.get(peer);
        Following following =
                followings.computeIfAbsent(
                        pair, _ -> Pair.following(source, nodes.get(follower), clock, keys));
        if (following.next() instanceof Step.Ask(var request)) {
            try (Shipment shipment = source.source.ship(request, BlobWish.ALL)) {
                channel.deliver(shipment, following);
            }
        }
    }

    private void settle(FaultyChannel channel, Set<List<Integer>> apart) throws Exception {
        for (int round = 0; round < 25; round++) {
            clock.moveBy(FollowLimits.DEFAULT.lastRefusedRetry());
            for (int peer = 0; peer < NODES; peer++) {
                for (int follower = 0; follower < NODES; follower++) {
                    exchange(peer, follower, channel, apart);
                }
            }
        }
    }

    private void checkSame() {
        Map<Origin, Position> written = new HashMap<>();
        for (Node node : nodes) {
            written.put(node.origin(), node.source.promise().position());
        }
        Set<Stamp> all = new HashSet<>();
        nodes.getFirst().folded.forEach(each -> all.add(each.stamp()));
        for (Node node : nodes) {
            Set<Stamp> has = new HashSet<>();
            node.folded.forEach(each -> assertThat(has.add(each.stamp())).isTrue());
            assertThat(has.size()).isEqualTo(all.size());
            assertThat(has.equals(all) && has.containsAll(causes.keySet())).isTrue();
            written.forEach((origin, position) ->
                    assertThat(node.known(origin).position()).isGreaterThanOrEqualTo(position));
            node.blobs.forEach((id, content) ->
                    assertThat(BlobProof.SHARED.of(id, content)).isEqualTo(BlobProof.Result.RIGHT));
        }
    }

    private void checkCausal(Node node) {
        Set<Stamp> known = new HashSet<>();
        for (Recorded each : node.folded) {
            if (each.event() instanceof Event.ObjectPut) {
                Set<Stamp> earlier = causes.getOrDefault(each.stamp(), Set.of());
                assertThat(known.containsAll(earlier)).as("causal").isTrue();
            }
            known.add(each.stamp());
        }
    }
}
