package dev.varve.tools.crash;

import dev.varve.tools.crash.ClusterBlow.Kind;
import dev.varve.tools.crash.ClusterBlow.Way;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/// Strikes a cluster: every blow there is, in an order that a seed says, and then all over again. One
/// that nothing felt is struck again.
final class ClusterFaults {
    /// How far the clock of a node is off, at most, either way: two nodes are up to twice as far apart.
    static final long CLOCK_MILLIS = 300_000;

    /// Who is well follows again within it.
    private static final int AT_ONCE = 2;

    private static final int FELT_WITHIN_MILLIS = 5000;
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(3);

    private final List<ClusterNode> nodes;
    private final List<String> names;
    private final SplittableRandom random;
    private final Deque<ClusterBlow> deck = new ArrayDeque<>();
    private final Deque<ClusterBlow> standing = new ArrayDeque<>();
    private final List<Thread> aside = new ArrayList<>();
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private final Set<ClusterBlow> unfelt;
    private final List<String> struck = new ArrayList<>();
    private final List<String> troubles = new ArrayList<>();

    ClusterFaults(List<ClusterNode> nodes, SplittableRandom random) {
        this.nodes = nodes;
        this.names = nodes.stream().map(ClusterNode::name).toList();
        this.random = random;
        this.unfelt = new LinkedHashSet<>(ClusterBlow.all(names));
    }

    /// One after the other for a while; then all nodes run and the weather is calm.
    void strike(Duration period) throws InterruptedException {
        long end = System.nanoTime() + period.toNanos();
        while (System.nanoTime() - end < 0) {
            Thread.sleep(random.nextInt(20, 400));
            Optional<ClusterBlow> next = draw();
            if (next.isPresent()) {
                note(next.get());
                strike(next.get());
            }
        }
        heal();
    }

    /// The next one to nodes that are all well enough to feel it.
    private Optional<ClusterBlow> draw() {
        if (deck.isEmpty()) {
            List<ClusterBlow> all = new ArrayList<>(ClusterBlow.all(names));
            Collections.shuffle(all, new Random(random.nextLong()));
            deck.addAll(all);
        }
        Optional<ClusterBlow> next = deck.stream().filter(this::canBeFelt).findFirst();
        next.ifPresent(deck::remove);
        return next;
    }

    private boolean canBeFelt(ClusterBlow blow) {
        return nodes.stream().filter(node -> blow.needs(node.name())).allMatch(ClusterNode::isWell);
    }

    private void strike(ClusterBlow blow) throws InterruptedException {
        switch (blow.kind()) {
            case KILLED -> kill(blow);
            case ALL_KILLED -> killAll(blow);
            case FROZEN -> freeze(blow);
            case AHEAD -> turn(blow, CLOCK_MILLIS);
            case BEHIND -> turn(blow, -CLOCK_MILLIS);
            case CUT, ONE_WAY, ISOLATED -> change(blow, Weather.CUT);
            case DEAF -> change(blow, Weather.DEAF);
            case DUMB -> change(blow, Weather.DUMB);
            case SLOW -> change(blow, Weather.slow(random.nextInt(4 << 10, 64 << 10)));
            case LATE -> change(blow, Weather.late(random.nextInt(20, 400)));
            case TORN -> change(blow, Weather.torn(random.nextInt(200, 10_000)));
        }
    }

    private void kill(ClusterBlow blow) {
        ClusterNode node = node(blow.node());
        node.kill();
        int away = random.nextInt(1500);
        aside(
                blow,
                () -> {
                    Thread.sleep(away);
                    node.start();
                });
    }

    private void killAll(ClusterBlow blow) throws InterruptedException {
        nodes.forEach(ClusterNode::kill);
        nodes.forEach(node -> aside(blow, node::start));
        awaitAside();
    }

    private void freeze(ClusterBlow blow) {
        ClusterNode node = node(blow.node());
        node.freeze();
        int away = random.nextInt(300, 2500);
        aside(
                blow,
                () -> {
                    Thread.sleep(away);
                    node.thaw();
                });
    }

    private void turn(ClusterBlow blow, long millis) {
        node(blow.node()).turnClock(millis);
        felt(blow);
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    /// Meanwhile others are struck.
    private void aside(ClusterBlow blow, Work work) {
        aside.add(
                Thread.ofPlatform()
                        .name("aside-" + blow)
                        .daemon(true)
                        .start(() -> {
                            try {
                                work.run();
                                felt(blow);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } catch (
                                    RuntimeException
                                            e) { // the edge of the thread: the run tells of it
                                trouble(blow + ": " + Report.describe(e));
                            }
                        }));
    }

    private void change(ClusterBlow blow, Weather weather) throws InterruptedException {
        if (standing.size() == AT_ONCE) {
            set(standing.removeFirst(), Weather.CALM);
        }
        List<ClusterBlow> over =
                standing.stream()
                        .filter(each -> !Collections.disjoint(each.ways(names), blow.ways(names)))
                        .toList();
        over.forEach(each -> set(each, Weather.CALM));
        standing.removeAll(over);
        standing.add(blow);
        set(blow, weather);
        for (int waited = 0; waited < FELT_WITHIN_MILLIS; waited += 20) {
            if (blow.ways(names).stream()
                    .allMatch(way -> node(way.to()).proxy().felt(way.from()))) {
                felt(blow);
                return;
            }
            Thread.sleep(20);
        }
        if (isUnfelt(blow)) {
            deck.addLast(blow);
        }
    }

    private void set(ClusterBlow blow, Weather weather) {
        for (Way way : blow.ways(names)) {
            node(way.to()).proxy().set(way.from(), weather);
        }
    }

    private ClusterNode node(String name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst().orElseThrow();
    }

    private void heal() throws InterruptedException {
        standing.clear();
        for (ClusterNode node : nodes) {
            names.forEach(from -> node.proxy().set(from, Weather.CALM));
        }
        awaitAside();
    }

    private void awaitAside() throws InterruptedException {
        for (Thread thread : aside) {
            if (!thread.join(ENDS_WITHIN)) {
                trouble(thread.getName() + " does not end");
            }
        }
        aside.clear();
    }

    private synchronized void note(ClusterBlow blow) {
        counts.merge(blow.kind(), 1, Integer::sum);
        struck.add("%d ms: %s".formatted(System.nanoTime() / 1_000_000, blow));
    }

    private synchronized void felt(ClusterBlow blow) {
        unfelt.remove(blow);
    }

    private synchronized boolean isUnfelt(ClusterBlow blow) {
        return unfelt.contains(blow);
    }

    private synchronized void trouble(String what) {
        troubles.add(what);
    }

    /// Blows that nothing has felt yet.
    synchronized List<String> unfelt() {
        return unfelt.stream().map(ClusterBlow::toString).toList();
    }

    /// Each with the time of this process's clock.
    synchronized List<String> struck() {
        return List.copyOf(struck);
    }

    synchronized List<String> troubles() {
        return List.copyOf(troubles);
    }

    @Override
    public synchronized String toString() {
        return counts.entrySet().stream()
                .map(each -> each.getKey().name().toLowerCase(Locale.ROOT) + " " + each.getValue())
                .collect(Collectors.joining(", "));
    }
}
