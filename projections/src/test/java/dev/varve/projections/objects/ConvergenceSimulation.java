package dev.varve.projections.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.Recorded;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Nodes whose clocks are up to ten minutes wrong decide things by what they see, and hear of each other late:
/// in the end they hold the same, which is what folding everything in the order of stamps gives.
class ConvergenceSimulation {
    private static final int ROUNDS = Integer.getInteger("varve.convergence.rounds", 20);
    private static final int STEPS = 400;
    private final long seed = Long.getLong("seed", System.nanoTime());

    @Test
    void holdsTheSameEverywhereInTheEnd() {
        for (int round = 0; round < ROUNDS; round++) {
            try {
                new Run(seed + round, true).run();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + (seed + round), e);
            }
        }
    }

    @Test
    void holdsTheSameWhereOneBeginsWithTheRowsOfAnother() {
        for (int round = 0; round < ROUNDS; round++) {
            try {
                new Run(seed + round, true, true).run();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + (seed + round), e);
            }
        }
    }

    static final class Run {
        private final long seed;
        private final Random random;
        final List<SimNode> nodes = new ArrayList<>();

        /// Those that are there from the beginning.
        final List<BucketId> buckets = new ArrayList<>();

        private final SimCommands commands;

        /// One that is not there from the beginning; null for none.
        private final @Nullable SimNode late;

        private Instant now = Instant.parse("2026-01-01T23:50:00Z");

        /// Of keys alone, in buckets that stay as they are.
        Run(long seed) {
            this(seed, false);
        }

        Run(long seed, boolean everything) {
            this(seed, everything, false);
        }

        /// @param seeding whether one more begins later, with what another has by then
        Run(long seed, boolean everything, boolean seeding) {
            this.seed = seed;
            this.random = new Random(seed);
            int count = 2 + random.nextInt(3);
            int all = seeding ? count + 1 : count;
            for (int i = 0; i < count; i++) {
                nodes.add(node(i, all));
            }
            this.late = seeding ? node(count, all) : null;
            this.commands = new SimCommands(random, everything);
        }

        private SimNode node(int number, int all) {
            return new SimNode(number, all, Duration.ofSeconds(random.nextInt(1200) - 600));
        }

        void run() {
            play();
            compare();
        }

        void play() {
            begin();
            int joins = random.nextInt(STEPS);
            for (int i = 0; i < STEPS; i++) {
                if (i == joins && late != null) {
                    late.beginWith(commands.any(nodes));
                    nodes.add(late);
                }
                now = now.plusMillis(random.nextInt(3000));
                SimNode node = commands.any(nodes);
                node.forget(random.nextInt(3));
                if (random.nextInt(3) > 0) {
                    commands.next(node).ifPresent(event -> node.decide(now, event));
                } else {
                    take(node, commands.any(nodes), random.nextInt(8));
                }
            }
            deliverAll();
            settleAll();
        }

        private void begin() {
            List<NodeId> members = nodes.stream().map(node -> node.origin.node()).toList();
            SimNode first = nodes.getFirst();
            first.decide(now, new Event.ClusterChanged(1, members, Bytes.EMPTY));
            for (int i = 0; i < 2; i++) {
                BucketId bucket = first.newBucket(i + 500);
                buckets.add(bucket);
                BucketName name = new BucketName("bucket-" + i);
                first.decide(
                        now, new Event.BucketCreated(bucket, name, "me", BucketSettings.DEFAULT));
            }
            deliverAll();
        }

        private boolean take(SimNode node, SimNode from, int atMost) {
            boolean any = false;
            for (int i = 0; i < atMost && from != node && node.mayTake(from); i++) {
                node.take(now, from);
                any = true;
            }
            return any;
        }

        private void deliverAll() {
            boolean any = true;
            while (any) {
                any = false;
                for (SimNode node : nodes) {
                    for (SimNode from : nodes) {
                        any |= take(node, from, 1 + random.nextInt(5));
                    }
                }
            }
        }

        /// Each layer is settled before anything else is folded.
        private static void foldWhole(SimNode inOrder, Recorded event) {
            if (event.event() instanceof Event.LayerSettled) {
                return;
            }
            inOrder.fold(new Told(event, event));
            Optional<Event.LayerSettled> next = inOrder.view().settling(1000);
            while (next.isPresent()) {
                Recorded settled = new Recorded(event.envelope(), next.get());
                inOrder.fold(new Told(settled, settled));
                next = inOrder.view().settling(1000);
            }
        }

        private void settleAll() {
            boolean any = true;
            while (any) {
                any = false;
                for (SimNode node : nodes) {
                    Optional<Event.LayerSettled> next = node.view().settling(3, node.origin.node());
                    next.ifPresent(event -> node.decide(now, event));
                    any |= next.isPresent();
                }
                deliverAll();
            }
        }

        private void compare() {
            for (SimNode node : nodes) {
                for (SimNode from : nodes) {
                    assertThat(node.folded[from.number])
                            .as("seed %d: %s holds all of %s", seed, node, from)
                            .isEqualTo(from.own.size());
                }
            }
            List<Told> all =
                    nodes.stream()
                            .flatMap(node -> node.own.stream())
                            .sorted(Comparator.comparing(told -> told.recorded().stamp()))
                            .toList();
            SimNode inOrder = new SimNode(99, 100, Duration.ZERO);
            ModelView model = new ModelView();
            for (Told told : all) {
                foldWhole(inOrder, told.recorded());
                model.apply(told.recorded());
            }
            for (SimNode node : nodes) {
                String what = "seed " + seed + ", node " + node;
                try (ViewSnapshot one = node.store.snapshot();
                        ViewSnapshot other = inOrder.store.snapshot()) {
                    for (Table table : Table.values()) {
                        assertThat(rows(one, table))
                                .as(what + " " + table)
                                .isEqualTo(rows(other, table));
                    }
                    assertThat(SharedDigest.of(one)).as(what).isEqualTo(SharedDigest.of(other));
                }
                new SimBuckets(all).compare(node.view(), what);
                compare(node, model, what);
            }
        }

        private static Map<String, String> rows(ViewSnapshot snapshot, Table table) {
            Map<String, String> rows = new TreeMap<>();
            if (!SharedDigest.isShared(table)) {
                return rows;
            }
            try (RowCursor cursor = snapshot.scan(table)) {
                for (boolean on = cursor.seek(new byte[0]); on; on = cursor.next()) {
                    byte[] value =
                            SharedDigest.shared(snapshot, table, cursor.key(), cursor.value());
                    HexFormat hex = HexFormat.of();
                    if (value != null) {
                        rows.put(hex.formatHex(cursor.key()), hex.formatHex(value));
                    }
                }
            }
            return rows;
        }

        private void compare(SimNode node, ModelView model, String what) {
            ObjectView view = node.view();
            for (BucketId bucket : node.allBuckets()) {
                assertThat(view.usage(bucket)).as(what).isEqualTo(model.usage(bucket::equals));
                Stream<ObjectKey> keys = model.ofBucket(bucket).map(version -> version.key);
                keys.distinct().forEach(key -> compare(view, model, bucket, key, what));
                assertThat(
                                view.list(bucket, ListQuery.all(1000)).objects().stream()
                                        .map(object -> object.key() + " " + object.id()))
                        .as(what)
                        .isEqualTo(
                                model.currentObjects(bucket, dev.varve.log.HybridTime.MAX).stream()
                                        .map(version -> version.key + " " + version.id)
                                        .toList());
            }
        }

        private static void compare(
                ObjectView view, ModelView model, BucketId bucket, ObjectKey key, String what) {
            dev.varve.log.HybridTime now = dev.varve.log.HybridTime.MAX;
            assertThat(view.history(bucket, key, null, 1000))
                    .as(what)
                    .isEqualTo(model.ofKey(bucket, key).map(v -> v.asOf(now)).toList());
            assertThat(view.current(bucket, key, now))
                    .as(what)
                    .isEqualTo(model.current(bucket, key, now).map(v -> v.asOf(now)));
            assertThat(view.nullVersion(bucket, key).map(Version::id))
                    .as(what)
                    .isEqualTo(model.nullVersion(bucket, key).map(v -> v.id));
        }
    }
}
