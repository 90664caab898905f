package dev.varve.tools.crash;

import dev.varve.tools.crash.ClusterLook.Listed;
import dev.varve.tools.crash.ClusterLook.Shown;
import dev.varve.tools.crash.Did.Thing;
import dev.varve.tools.crash.Violation.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Looks at all nodes of a cluster while nobody writes: they become level and hold the same, and that is
/// what clients were told.
final class ClusterCheck {
    private static final Duration LEVEL_WITHIN = Duration.ofSeconds(90);
    private static final int LOOK_EVERY_MILLIS = 200;

    private final List<ClusterNode> nodes;
    private final ClusterLedger ledger;
    private final Consumer<Violation> violations;
    private final Map<String, Set<String>> read = new HashMap<>();
    private Duration longest = Duration.ZERO;
    private long bytesCompared;

    ClusterCheck(List<ClusterNode> nodes, ClusterLedger ledger, Consumer<Violation> violations) {
        this.nodes = nodes;
        this.ledger = ledger;
        this.violations = violations;
    }

    /// Answers the digest of all, once they have the same one.
    Optional<String> awaitLevel() throws InterruptedException {
        long begun = System.nanoTime();
        List<Violation> wrong = new ArrayList<>();
        while (System.nanoTime() - begun < LEVEL_WITHIN.toNanos()) {
            wrong.clear();
            Optional<String> digest = digest(wrong);
            if (digest.isPresent()) {
                Duration waited = Duration.ofNanos(System.nanoTime() - begun);
                longest = waited.compareTo(longest) > 0 ? waited : longest;
                return digest;
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        wrong.forEach(each -> report(each.promise(), "after " + LEVEL_WITHIN + ": " + each.what()));
        return Optional.empty();
    }

    private void report(Promise promise, String what) {
        violations.accept(new Violation(promise, what));
    }

    private Optional<String> digest(List<Violation> wrong) {
        Map<String, String> digests = new HashMap<>();
        for (ClusterNode node : nodes) {
            try (ClusterLook look = new ClusterLook(node)) {
                String behind = look.behind(nodes.size() - 1);
                if (!behind.isEmpty()) {
                    wrong.add(behind(node, behind));
                }
            } catch (IOException e) {
                wrong.add(behind(node, e.toString()));
            }
        }
        if (!wrong.isEmpty()) {
            return Optional.empty();
        }
        for (ClusterNode node : nodes) {
            try (ClusterLook look = new ClusterLook(node)) {
                digests.put(node.name(), look.digest());
            } catch (IOException e) {
                wrong.add(behind(node, e.toString()));
            }
        }
        Set<String> different = new HashSet<>(digests.values());
        if (different.size() != 1 || digests.toString().contains("settling")) {
            wrong.add(new Violation(Promise.NODES_HOLD_THE_SAME, "digests are " + digests));
        }
        return wrong.isEmpty() ? different.stream().findFirst() : Optional.empty();
    }

    private static Violation behind(ClusterNode node, String what) {
        return new Violation(Promise.NODES_BECOME_LEVEL, node.name() + ": " + what);
    }

    /// Once all are level.
    void look() throws IOException {
        List<Shown> all = new ArrayList<>();
        for (ClusterNode node : nodes) {
            try (ClusterLook look = new ClusterLook(node)) {
                all.add(look.shown());
            }
        }
        Shown first = all.getFirst();
        for (int i = 1; i < all.size(); i++) {
            String other = first.difference(all.get(i));
            if (!other.isEmpty()) {
                report(
                        Promise.NODES_HOLD_THE_SAME,
                        "a and " + nodes.get(i).name() + " show:" + other);
            }
        }
        ledger.lost(first.current()).forEach(violations);
        ledger.missing(ClusterNames.KEPT, first.etags()).forEach(violations);
        for (ClusterNode node : nodes) {
            read(node, first);
        }
        ledger.prune();
    }

    /// What this node was not asked for before.
    private void read(ClusterNode node, Shown shown) throws IOException {
        Set<String> done = read.computeIfAbsent(node.name(), _ -> new HashSet<>());
        try (ClusterLook look = new ClusterLook(node)) {
            for (Map.Entry<Thing, String> each : shown.current().entrySet()) {
                Thing thing = each.getKey();
                boolean object = !thing.key().equals(ClusterNames.SETTINGS);
                if (object && done.add(thing + " " + each.getValue())) {
                    told(node, look.read(thing, "", each.getValue()));
                }
            }
            for (Listed listed : shown.versions().values()) {
                if (!listed.etag().isEmpty() && done.add(listed.toString())) {
                    Thing thing = new Thing(ClusterNames.KEPT, listed.key());
                    told(node, look.read(thing, listed.version(), listed.etag()));
                }
            }
        }
    }

    private void told(ClusterNode node, String wrong) {
        bytesCompared++;
        if (!wrong.isEmpty()) {
            report(Promise.BYTES_ARE_READABLE, node.name() + ": " + wrong);
        }
    }

    Duration longest() {
        return longest;
    }

    /// Objects and versions, each on each node.
    long compared() {
        return bytesCompared;
    }
}
