package dev.varve.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.varve.log.Position;
import dev.varve.server.webhooks.Window.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A window under thousands of schedules: deliveries that fail, hang, are answered late; a receiver that
/// is down for a while; crashes at any step. Named invariants hold in each.
class WindowSimulation {
    private static final int SCHEDULES = Integer.getInteger("varve.webhooks.schedules", 3000);
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void everyScheduleKeepsTheInvariants() {
        int crashes = 0;
        int failures = 0;
        int outages = 0;
        for (int seed = 0; seed < SCHEDULES; seed++) {
            Run run = new Run(seed);
            try {
                run.all();
            } catch (AssertionError | RuntimeException e) { // told with its seed
                fail("seed " + seed, e);
            }
            crashes += run.crashes;
            failures += run.failures;
            outages += run.outages;
        }
        assertThat(crashes).as("a run that injected nothing proves nothing").isPositive();
        assertThat(failures).isPositive();
        assertThat(outages).isPositive();
    }

    /// One schedule.
    private static final class Run {
        private final Random random;
        private final int events;
        private final int keys;
        private final int size;
        private final int concurrency;
        private final double loss;
        private final double crash;
        private final Set<Integer> poison = new HashSet<>();
        private final List<Entry<Integer>> flying = new ArrayList<>();
        private final Map<Integer, List<Integer>> firsts = new HashMap<>();
        private final Set<Integer> taken = new HashSet<>();
        private final Set<Integer> dead = new HashSet<>();
        private Instant now = BEGIN;
        private Instant downUntil = BEGIN;
        private Spot kept = Spot.at(new Position(0));
        private Window<Integer> window;
        private int next;
        private int crashes;
        private int failures;
        private int outages;

        Run(long seed) {
            random = new Random(seed);
            events = 1 + random.nextInt(200);
            keys = 1 + random.nextInt(12);
            size = 1 + random.nextInt(40);
            concurrency = 1 + random.nextInt(8);
            loss = random.nextInt(4) == 0 ? 0 : random.nextDouble() * 0.6;
            crash = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.02;
            for (int i = 0; random.nextInt(4) == 0 && i < 3; i++) {
                poison.add(random.nextInt(events));
            }
            window = open();
        }

        private Window<Integer> open() {
            next = Math.toIntExact(kept.position().value());
            return new Window<>(
                    size, new Window.Rules(concurrency, 12, Duration.ofHours(24)), kept, random);
        }

        private int key(int event) {
            return event * 31 % keys;
        }

        /// A third of the events are of no interest.
        private static boolean isTold(int event) {
            return event % 3 != 2;
        }

        void all() {
            Instant limit = BEGIN.plus(Duration.ofDays(400));
            while (kept.position().value() < events || !window.isEmpty()) {
                if (now.isAfter(limit)) {
                    fail("starved at " + kept + " of " + events);
                }
                step();
            }
            for (int event = 0; event < events; event++) {
                assertThat(!isTold(event) || taken.contains(event) || dead.contains(event))
                        .as("at least once: " + event)
                        .isTrue();
            }
            firsts.values().forEach(told -> assertThat(told).as("order of a key").isSorted());
        }

        private void step() {
            if (random.nextDouble() < crash) {
                crashes++;
                flying.clear();
                window = open();
                return;
            }
            if (random.nextInt(400) == 0) {
                outages++;
                downUntil = now.plus(Duration.ofMinutes(random.nextInt(600)));
            }
            fill();
            send();
            window.overdue().ifPresent(this::bury);
            land();
            if (random.nextInt(3) == 0) {
                kept = window.resume();
            }
        }

        private void fill() {
            while (window.hasRoom() && next < events && random.nextInt(20) != 0) {
                Spot after = Spot.at(new Position(next + 1));
                if (isTold(next) && !dead.contains(next)) {
                    window.add(Spot.at(new Position(next)), after, key(next), next);
                } else {
                    window.read(after);
                }
                next++;
            }
            assertThat(window.open()).as("bounded").isLessThanOrEqualTo(size);
        }

        private void send() {
            for (Optional<Entry<Integer>> ready = window.next(now);
                    ready.isPresent();
                    ready = window.next(now)) {
                int key = key(ready.get().what());
                assertThat(flying)
                        .as("one of a key at a time")
                        .noneMatch(entry -> key(entry.what()) == key);
                flying.add(ready.get());
            }
            assertThat(flying).as("bounded in flight").hasSizeLessThanOrEqualTo(concurrency);
            assertThat(window.inFlight()).isEqualTo(flying.size());
        }

        /// Something comes to its end, or time passes.
        private void land() {
            if (flying.isEmpty()) {
                Instant wake = window.wake().orElse(now.plusSeconds(1));
                now = wake.isAfter(now) ? wake : now.plusMillis(1);
                return;
            }
            Entry<Integer> entry = flying.remove(random.nextInt(flying.size()));
            now = now.plusMillis(random.nextInt(20_000));
            int event = entry.what();
            boolean lost =
                    poison.contains(event) || now.isBefore(downUntil) || random.nextDouble() < loss;
            if (!lost || random.nextInt(4) == 0) {
                arrive(event); // a failure may be of the answer alone
            }
            if (!lost) {
                window.good(entry);
                return;
            }
            failures++;
            Optional<Duration> asked =
                    random.nextInt(50) == 0
                            ? Optional.of(Duration.ofSeconds(random.nextInt(100_000)))
                            : Optional.empty();
            if (window.bad(entry, now, "no", asked)) {
                bury(entry);
            }
        }

        private void bury(Entry<Integer> entry) {
            if (random.nextInt(10) == 0) {
                window.postpone(entry, now);
                return;
            }
            dead.add(entry.what());
            window.settle(entry);
        }

        private void arrive(int event) {
            if (taken.add(event)) {
                firsts.computeIfAbsent(key(event), _ -> new ArrayList<>()).add(event);
            }
        }
    }

    private static Window<Integer> window(int size, int concurrency) {
        return new Window<>(
                size,
                new Window.Rules(concurrency, 50, Duration.ofHours(24)),
                Spot.at(new Position(0)),
                new Random(1));
    }

    private static void add(Window<Integer> window, int event, Object key) {
        window.add(Spot.at(new Position(event)), Spot.at(new Position(event + 1)), key, event);
    }

    @Test
    void keyThatIsNeverTakenHoldsUpNoOther() {
        Window<Integer> window = window(16, 1);
        Instant now = BEGIN;
        int next = 0;
        int taken = 0;
        boolean buried = false;
        for (int i = 0; i < 2000 && taken < 100; i++) {
            while (window.hasRoom()) {
                add(window, next, next == 0 ? "poison" : "key" + next);
                next++;
            }
            Optional<Entry<Integer>> overdue = window.overdue();
            buried |= overdue.isPresent();
            overdue.ifPresent(window::settle);
            Optional<Entry<Integer>> entry = window.next(now);
            if (entry.isEmpty()) {
                now = now.plusSeconds(1);
            } else if (entry.get().what() == 0) {
                window.bad(entry.get(), now, "no", Optional.empty());
            } else {
                window.good(entry.get());
                taken++;
            }
        }
        assertThat(taken).isEqualTo(100);
        assertThat(buried).as("given up, since it held up the rest").isTrue();
        assertThat(now).isBefore(BEGIN.plus(Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void targetThatIsDownIsTriedOneAtATime(int concurrency) {
        Window<Integer> window = window(64, concurrency);
        for (int i = 0; i < 64; i++) {
            add(window, i, "key" + i);
        }
        Instant now = BEGIN;
        Set<Integer> tried = new HashSet<>();
        int attempts = 0;
        for (Instant end = BEGIN.plus(Duration.ofHours(1)); now.isBefore(end); ) {
            Optional<Entry<Integer>> entry = window.next(now);
            if (entry.isEmpty()) {
                now = now.plusSeconds(1);
                continue;
            }
            attempts++;
            tried.add(entry.get().what());
            window.bad(entry.get(), now, "no", Optional.empty());
            if (window.isDown()) {
                assertThat(window.next(now)).isEmpty();
            }
        }
        assertThat(attempts).as("in an hour").isBetween(60, 140);
        assertThat(tried).as("another one each time").hasSizeGreaterThan(50);
    }
}
