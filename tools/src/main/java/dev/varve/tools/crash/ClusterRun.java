package dev.varve.tools.crash;

import dev.varve.tools.s3.AccessKey;
import dev.varve.tools.s3.S3Client;
import dev.varve.tools.s3.S3Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Breaks three nodes of a cluster, their clocks and what lies between them, while clients of each write
/// the same keys. Whenever all is well again, the nodes must become level and hold the same, with nothing
/// missing that was acknowledged and nothing back that was deleted; and of each put a receiver of
/// webhooks hears once, not once from each node. In the end their journals must say the same.
public final class ClusterRun {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(20);
    private static final Duration STEADY_FOR = Duration.ofSeconds(3);
    private static final int SHORTEST_ROUND = 12_000;
    private static final int LONGEST_ROUND = 24_000;

    private final AccessKey key = AccessKey.random();
    private final List<ClusterNode> nodes = new ArrayList<>();
    private final ClusterLedger ledger = new ClusterLedger();
    private final List<Violation> broken = new ArrayList<>();
    private final ClusterCheck check = new ClusterCheck(nodes, ledger, broken::add);
    private final ClusterJournals journals = new ClusterJournals(broken::add);
    private final ClusterFaults faults;
    private final SplittableRandom random;
    private final long seed;
    private final List<String> times = new ArrayList<>();
    private int rounds;
    private Duration took = Duration.ZERO;

    /// @param work emptied by the caller
    public ClusterRun(Path work, long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        for (String name : List.of("a", "b", "c")) {
            ClusterNode node = new ClusterNode(name, work, key, this::caller);
            node.turnClock(
                    random.nextLong(-ClusterFaults.CLOCK_MILLIS, ClusterFaults.CLOCK_MILLIS + 1));
            nodes.add(node);
        }
        this.faults = new ClusterFaults(nodes, random.split());
    }

    private Optional<String> caller(Socket accepted) {
        try {
            return Callers.inode(accepted.getPort(), accepted.getLocalPort())
                    .flatMap(inode -> nodes.stream().filter(node -> node.opened(inode)).findFirst())
                    .map(ClusterNode::name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Goes on until every blow was felt, for twice as long at most.
    ///
    /// @param done hears after each round how long it has been
    public void run(Duration wanted, Consumer<Duration> done)
            throws IOException, InterruptedException {
        try (HookReceiver receiver = new HookReceiver(seed)) {
            long begun = System.nanoTime();
            form();
            ClusterHooks hooks = new ClusterHooks(receiver, broken::add);
            prepare(hooks);
            check.awaitLevel();
            begun = lap("to begin", begun);
            long end = begun + wanted.toNanos();
            while (broken.isEmpty() && (System.nanoTime() - end < 0 || isIdle(end, wanted))) {
                round(rounds, Duration.ofNanos(end - System.nanoTime()));
                rounds++;
                took = Duration.ofNanos(System.nanoTime() - begun);
                done.accept(took);
            }
            begun = lap("of rounds", begun);
            broken.addAll(ledger.wrong());
            hooks.compare(ledger.puts());
            begun = lap("until all was told", begun);
            stop();
            lap("for journals", begun);
        } finally {
            nodes.forEach(ClusterNode::close);
        }
    }

    private boolean isIdle(long end, Duration wanted) {
        return System.nanoTime() - end < wanted.toNanos() && !idle().isEmpty();
    }

    private long lap(String what, long begun) {
        long now = System.nanoTime();
        times.add("%d s %s".formatted((now - begun) / 1_000_000_000, what));
        return now;
    }

    /// Each token lets one node in, so the first node gets another one in between.
    private void form() {
        ClusterNode first = nodes.getFirst();
        for (ClusterNode node : nodes.subList(1, nodes.size())) {
            first.kill();
            first.lettingIn("bootstrap-token-for-" + node.name() + "-" + Long.toHexString(seed));
            first.start();
            node.joining(first);
            node.start();
        }
    }

    private void prepare(ClusterHooks hooks) throws IOException {
        try (S3Client client = new S3Client(nodes.getFirst().required(), ANSWERS_WITHIN)) {
            for (String bucket : ClusterNames.BUCKETS) {
                client.require(S3Request.bucket("PUT", bucket));
            }
            client.require(
                    S3Request.bucket("PUT", ClusterNames.KEPT)
                            .query("versioning")
                            .body(
                                    ClusterAsk.bytes(
                                            "<VersioningConfiguration><Status>Enabled</Status>"
                                                    + "</VersioningConfiguration>")));
            for (String brief : List.of(ClusterNames.BRIEF, ClusterNames.BACK)) {
                client.require(ClusterAsk.window(brief, "history_window_seconds", 2));
            }
            client.require(ClusterAsk.window(ClusterNames.THIN, "bytes_window_seconds", 1));
            hooks.create(client);
        }
    }

    private void round(int number, Duration left) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        long wanted = random.nextInt(SHORTEST_ROUND, LONGEST_ROUND);
        long most = Math.max(SHORTEST_ROUND, left.toMillis());
        try (ClusterLoad _ = new ClusterLoad(nodes, ledger, number, random.split())) {
            faults.strike(Duration.ofMillis(Math.min(wanted, most)));
        }
        faults.troubles().forEach(what -> broken.add(new Violation(Violation.Promise.OPENS, what)));
        begun = lap("of blows", begun);
        boolean level = faults.troubles().isEmpty() && check.awaitLevel().isPresent();
        begun = lap("until level", begun);
        if (level) {
            check.look();
            lap("to look", begun);
        }
    }

    /// Once no purge is on its way any more.
    private void stop() throws InterruptedException {
        String digest = "";
        for (String next = check.awaitLevel().orElse("");
                !next.equals(digest);
                next = check.awaitLevel().orElse("")) {
            digest = next;
            Thread.sleep(STEADY_FOR);
        }
        nodes.parallelStream().forEach(ClusterNode::stop);
        journals.compare(nodes, ledger, digest);
    }

    /// What a run must have done to prove anything, and did not.
    private List<String> idle() {
        List<String> idle = new ArrayList<>();
        faults.unfelt().forEach(blow -> idle.add("nothing felt " + blow));
        ledger.idle().forEach(act -> idle.add("nobody was acknowledged a " + act));
        return idle;
    }

    /// In one line, while it runs.
    public String soFar() {
        int acknowledged = ledger.counts().values().stream().mapToInt(Integer::intValue).sum();
        return "in %d rounds, %d acknowledged, %d violations"
                .formatted(rounds, acknowledged, broken.size());
    }

    /// Nothing was broken, and there was something to break.
    public boolean passed() {
        return broken.isEmpty() && rounds > 0 && idle().isEmpty() && journals.idle().isEmpty();
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("seed %d, took %d s".formatted(seed, took.toSeconds()));
        lines.add("rounds %d; %s".formatted(rounds, faults));
        lines.add("acknowledged " + ledger.counts());
        lines.add(
                "not answered %d; read %d objects and versions; longest until all were level %d ms"
                        .formatted(
                                ledger.unanswered(), check.compared(), check.longest().toMillis()));
        lines.add(journals.toString());
        lines.add(String.join(", ", times));
        lines.add("violations " + broken.size());
        broken.stream().limit(20).map(Violation::toString).forEach(lines::add);
        lines.addAll(idle());
        lines.addAll(journals.idle());
        if (!broken.isEmpty()) {
            lines.addAll(faults.struck());
        }
        return lines;
    }
}
