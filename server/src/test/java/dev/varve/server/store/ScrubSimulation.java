package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobId;
import dev.varve.log.ObjectKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bytes go bad on disk while writers are at work: flipped bits, truncated and missing files, blocks
/// in each other's place. One period later all of that was found, and nothing else was.
///
/// `-Dvarve.scrub.seeds=1000` seeds more than the 100 of an ordinary run.
class ScrubSimulation {
    private static final int BLOCK = 4 << 10;
    private static final int SMALL = 700;
    private static final int WRITERS = 3;
    private static final Duration PERIOD = Duration.ofDays(30);

    /// At work beside the scrubs.
    private static final Upkeep.Recompression RECOMPRESS =
            new Upkeep.Recompression(9, PERIOD, Duration.ZERO, 0.01, true);

    private static final int STEPS = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final long seed = Long.getLong("varve.seed", System.nanoTime());
    private final int seeds = Integer.getInteger("varve.scrub.seeds", 100);
    private final Random random = new Random(seed);
    private final SettableClock clock = new SettableClock();
    private final AtomicBoolean done = new AtomicBoolean();
    private final Set<BlobId> damaged = new HashSet<>();
    private final List<byte[]> small = new ArrayList<>();
    private final List<byte[]> large = new ArrayList<>();

    @TempDir Path data;

    @Test
    void findsAllDamageWithinAPeriodAndNothingElse() throws Exception {
        System.out.println("scrub finds " + seeds + " seeds, seed " + seed);
        try (RealStore real = new RealStore(data, clock)) {
            fill(real.store());
            BlobUpkeep upkeep =
                    real.varve()
                            .upkeepWith(
                                    new Upkeep(PERIOD, PERIOD.dividedBy(4), 0, RECOMPRESS),
                                    () -> false);
            Together.run(
                    WRITERS + 1,
                    thread -> {
                        if (thread < WRITERS) {
                            write(real, thread);
                        } else {
                            scrub(real, upkeep);
                        }
                    });
            assertThat(real.varve().failure()).isEmpty();
        }
    }

    private void fill(ObjectStore store) {
        store.buckets().create(BUCKET).orThrow();
        for (int i = 0; i < 4 * seeds; i++) {
            small.add(put(store, "small " + i, Sample.random(random.nextInt(), SMALL)));
        }
        for (int i = 0; i < seeds; i++) {
            int length = 2 * BLOCK + 1 + random.nextInt(3 * BLOCK);
            large.add(put(store, "large " + i, Sample.random(random.nextInt(), length)));
        }
        // So that no writer shares a pack with what is damaged.
        for (int i = 0; i < 50; i++) {
            put(store, "behind " + i, Sample.random(random.nextInt(), SMALL));
        }
    }

    private static byte[] put(ObjectStore store, String key, byte[] bytes) {
        store.put(PutRequest.of(BUCKET, ObjectKey.of(key), Body.of(bytes))).orThrow();
        return bytes;
    }

    /// Puts, overwrites, purges and reclaims, so that packs are compacted all the time.
    private void write(RealStore real, int thread) {
        Random own = new Random(seed + thread);
        for (int i = 0; !done.get(); i++) {
            int length = own.nextInt(4) == 0 ? 9000 : 1 + own.nextInt(900);
            byte[] bytes = own.nextBoolean() ? Sample.random(own.nextInt(), length) : text(own);
            put(real.store(), "w" + thread + "-" + own.nextInt(20), bytes);
            if (thread == 0 && i % 20 == 0) {
                real.store().history().purge(BUCKET, "w").orThrow();
                real.varve().maintenance().reclaim();
            }
        }
    }

    /// What recompression has to do with.
    private static byte[] text(Random own) {
        return ("line " + own.nextInt() + " of a log that compresses well\n")
                .repeat(1 + own.nextInt(300))
                .getBytes(StandardCharsets.UTF_8);
    }

    private void scrub(RealStore real, BlobUpkeep upkeep) {
        try {
            // Somewhere amid a round.
            advance(upkeep, random.nextInt(STEPS));
            SeededDamage damage = new SeededDamage(data.resolve("blobs"), BLOCK, random);
            seed(damage);
            System.out.println(damage.done());
            advance(upkeep, STEPS + 3);
            judge(real, upkeep);
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            done.set(true);
        }
    }

    private void advance(BlobUpkeep upkeep, int steps) {
        for (int i = 0; i < steps; i++) {
            clock.advance(PERIOD.dividedBy(STEPS));
            upkeep.step();
        }
    }

    private void seed(SeededDamage damage) throws IOException {
        List<byte[]> smallLeft = new ArrayList<>(small);
        List<byte[]> lost = loseAPack(damage, smallLeft);
        smallLeft.removeAll(lost);
        int left = seeds;
        int nextLarge = 0;
        while (left > 0) {
            switch (random.nextInt(3)) {
                case 0 -> {
                    byte[] content = large.get(nextLarge++);
                    damage.damageLarge(content);
                    damaged.add(idOf(content));
                    left--;
                }
                case 1 -> {
                    byte[] content = take(smallLeft);
                    damage.damageSmall(content);
                    damaged.add(idOf(content));
                    left--;
                }
                default -> {
                    byte[] one = take(smallLeft);
                    byte[] other = take(smallLeft);
                    damage.swapSmall(one, other);
                    damaged.add(idOf(one));
                    damaged.add(idOf(other));
                    left -= 2;
                }
            }
        }
    }

    private List<byte[]> loseAPack(SeededDamage damage, List<byte[]> from) throws IOException {
        Path first = data.resolve("blobs/packs/0000000001.pack");
        List<byte[]> lost = SeededDamage.in(first, from);
        lost.forEach(content -> damaged.add(idOf(content)));
        damage.losePack(lost.getFirst());
        return lost;
    }

    private byte[] take(List<byte[]> from) {
        return from.remove(random.nextInt(from.size()));
    }

    private static BlobId idOf(byte[] content) {
        return BlobId.sha256(SeededDamage.hash(content));
    }

    private void judge(RealStore real, BlobUpkeep upkeep) {
        QuarantineReport report =
                real.varve().maintenance().quarantine(Integer.MAX_VALUE, PATIENCE);
        Set<BlobId> found =
                report.items().stream()
                        .map(QuarantineReport.Item::blob)
                        .collect(Collectors.toSet());
        assertThat(found).as("missed").containsAll(damaged);
        assertThat(damaged).as("false alarms").containsAll(found);
        assertThat(report.items())
                .allMatch(item -> item.references() == 1 && item.named().size() == 1);
        assertThat(upkeep.scrubs())
                .allMatch(scrub ->
                        scrub.latest().stream()
                                .flatMap(finding -> finding.blob().stream())
                                .allMatch(damaged::contains));
    }
}
