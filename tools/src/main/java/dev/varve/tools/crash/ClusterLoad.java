package dev.varve.tools.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Clients of the nodes of a cluster for the time of a round.
final class ClusterLoad implements AutoCloseable {
    private static final int EACH = 2;
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(1);

    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ending;

    ClusterLoad(List<ClusterNode> nodes, ClusterLedger ledger, int round, SplittableRandom random) {
        ClusterNames names = new ClusterNames(clients(nodes));
        for (ClusterNode node : nodes) {
            for (int i = 0; i < EACH; i++) {
                String name = client(node, i);
                ClusterWriter writer =
                        new ClusterWriter(node.name(), name, round, names, ledger, random.split());
                ClusterClient client =
                        new ClusterClient(node, writer, random.split(), () -> !ending);
                threads.add(Thread.ofPlatform().name("load-" + name).daemon(true).start(client));
            }
        }
    }

    private static String client(ClusterNode node, int number) {
        return node.name() + number;
    }

    private static List<String> clients(List<ClusterNode> nodes) {
        List<String> all = new ArrayList<>();
        for (ClusterNode node : nodes) {
            for (int i = 0; i < EACH; i++) {
                all.add(client(node, i));
            }
        }
        return all;
    }

    /// Waits for the answers to what is under way.
    @Override
    public void close() {
        ending = true;
        try {
            for (Thread thread : threads) {
                if (!thread.join(ENDS_WITHIN)) {
                    throw new IllegalStateException(thread.getName() + " does not end");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
