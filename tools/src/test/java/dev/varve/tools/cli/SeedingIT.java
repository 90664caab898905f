package dev.varve.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.s3.S3Client;
import dev.varve.tools.s3.S3Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A node joins a cluster whose first member has trimmed its journal, with servers in processes of their
/// own.
@Timeout(300)
class SeedingIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String PAPERS = "papers";
    private static final int OBJECTS = 700;

    /// Events that are so large need few for a segment.
    private static final String LONG = "x".repeat(1_900);

    private static final String[] TRIMS = {
        "journal.audit-retention=0s",
        "cluster.purge-grace=0s", // a trim waits for no member
        "journal.segment-bytes=1MiB",
        "journal.preallocate-bytes=1MiB",
        "buckets.history-window=0s",
        "snapshots.keep=1"
    };

    @TempDir private Path work;
    private final List<ClusterMember> members = new ArrayList<>();

    @AfterEach
    void stop() {
        members.forEach(ClusterMember::close);
    }

    private ClusterMember member(String name) throws IOException {
        ClusterMember member = new ClusterMember(name, work);
        members.add(member);
        return member;
    }

    private static String text(int i) {
        return "paper " + i;
    }

    private static void put(ClusterMember member, int from, int to) throws Exception {
        try (ExecutorService many = Executors.newFixedThreadPool(8)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = from; i < to; i++) {
                int number = i;
                all.add(many.submit(() -> put(member, number)));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
    }

    private static Object put(ClusterMember member, int i) throws IOException {
        try (S3Client client = new S3Client(member.endpoint().orElseThrow())) {
            return client.require(
                    S3Request.object("PUT", PAPERS, "p" + i)
                            .header("x-amz-meta-long", LONG)
                            .body(text(i).getBytes(UTF_8)));
        }
    }

    private static byte[] large() {
        byte[] bytes = new byte[3 << 20];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static void trim(ClusterMember member) {
        member.shell().out("snapshot", "create");
        await().atMost(SOON)
                .untilAsserted(() -> {
                    member.shell().out("journal", "trim");
                    assertThat(oldest(member)).isPositive();
                });
    }

    private static long oldest(ClusterMember member) {
        JsonNode journal = member.shell().json("journal", "horizon").getFirst();
        return journal.at("/oldest").asLong(-1);
    }

    private static void awaitLevel(ClusterMember... all) {
        for (ClusterMember each : all) {
            each.shell().out("cluster", "status", "--watch", "--within", "90s");
        }
    }

    private static void assertSame(ClusterMember one, ClusterMember other) {
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(digest(other)).as("what members share").isEqualTo(digest(one)));
    }

    private static String digest(ClusterMember member) {
        return member.shell().json("cluster", "digest").getFirst().at("/digest").asText();
    }

    private static void assertReads(ClusterMember member, int from, int to) throws IOException {
        for (int i = from; i < to; i += 50) {
            assertThat(member.get(PAPERS, "p" + i)).isEqualTo(text(i));
        }
    }

    /// Until the node has looked for all bytes of the snapshot with which it began.
    private static void awaitBytes(ClusterMember member) {
        await().atMost(SOON)
                .untilAsserted(() -> {
                    JsonNode figures = consumer(member, "owed-bytes").path("figures");
                    assertThat(figures.path("versions").asLong()).isGreaterThan(OBJECTS);
                    assertThat(figures.path("absent").asLong()).isZero();
                });
    }

    private static JsonNode consumer(ClusterMember member, String name) {
        return member.shell().json("consumers").stream()
                .filter(each -> each.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void hook(ClusterMember member, String name) throws IOException {
        String settings =
                "{\"name\":\"%s\",\"url\":\"https://hooks.example.com/\",\"events\":[\"s3:*\"]}"
                        .formatted(name);
        member.ask(S3Request.of("POST", "/v1/webhooks").body(settings.getBytes(UTF_8)));
    }

    /// Nobody is at the address: what comes counts as tried.
    private static void assertDelivers(ClusterMember member, String name) {
        assertThat(consumer(member, "webhook-" + name).path("state").asText())
                .isIn("running", "waiting");
    }

    private static Path view(ClusterMember member) {
        return member.data().resolve("view");
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private ClusterMember trimmedMember() throws Exception {
        ClusterMember a = member("a");
        a.start(TRIMS);
        a.ask(S3Request.bucket("PUT", PAPERS));
        a.ask(S3Request.object("PUT", PAPERS, "large").body(large()));
        put(a, 0, OBJECTS);
        return a;
    }

    @Test
    void aNewNodeBeginsWithASnapshotWhereTheJournalWasTrimmed() throws Exception {
        ClusterMember a = trimmedMember();
        hook(a, "one");
        hook(a, "two");
        trim(a);
        put(a, OBJECTS, OBJECTS + 50);

        ClusterMember b = member("b");
        b.join(a);
        assertThat(b.log()).contains("begins with a snapshot of");
        awaitLevel(a, b);
        assertSame(a, b);
        assertDelivers(b, "one");
        assertDelivers(b, "two");
        awaitBytes(b);
        b.put(PAPERS, "of-b", "of b");
        awaitLevel(a, b);
        assertThat(a.get(PAPERS, "of-b")).isEqualTo("of b");
        a.stop();

        assertReads(b, 0, OBJECTS + 50);
        assertThat(b.ask(S3Request.object("GET", PAPERS, "large")).body()).isEqualTo(large());
        String digest = digest(b);
        b.stop();
        b.join(a); // it is a member already: only the token is news
        assertThat(digest(b)).isEqualTo(digest);
        assertReads(b, 0, OBJECTS + 50);
        b.shell().out("maintenance", "rebuild");

        ClusterMember c = member("c");
        c.join(a, b);
        assertThat(c.log()).as("b has no more of it either").contains("begins with a snapshot of");
        awaitBytes(c);
        assertSame(b, c);
        b.stop();
        assertReads(c, 0, OBJECTS + 50);
        assertThat(c.get(PAPERS, "of-b")).isEqualTo("of b");

        offline(b);
        a.start(TRIMS);
        b.start();
        awaitLevel(a, b, c);
        c.put(PAPERS, "of-c", "of c");
        awaitLevel(a, b, c);
        assertSame(a, b);
        assertSame(a, c);
        assertThat(a.get(PAPERS, "of-c")).isEqualTo("of c");
    }

    /// Its view comes back from the snapshot with which it began, and its journal is sound.
    private static void offline(ClusterMember member) throws IOException {
        ClientShell shell = member.shell();
        String data = member.data().toString();
        assertThat(shell.out("journal", "verify", data)).contains("sound");
        assertThat(shell.out("snapshot", "verify", data)).contains("position -1", "sound");
        String digest = shell.out("view", "digest", data);
        delete(view(member));
        shell.out("view", "rebuild", data);
        assertThat(shell.out("view", "digest", data)).isEqualTo(digest);
        delete(view(member));
    }

    @Test
    void aNodeThatFellBehindATrimIsNotSeededAndSaysWhatToDo() throws Exception {
        ClusterMember a = trimmedMember();
        trim(a);
        ClusterMember b = member("b");
        b.join(a);
        awaitLevel(a, b);
        b.stop();
        long before = oldest(a);
        put(a, OBJECTS, 2 * OBJECTS);
        a.shell().out("snapshot", "create");
        await().atMost(SOON)
                .untilAsserted(() -> {
                    a.shell().out("journal", "trim");
                    assertThat(oldest(a)).isGreaterThan(before + OBJECTS / 2);
                });
        b.join(a);
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(b.shell().json("cluster", "status").getFirst().toString())
                                .contains("begin anew with an empty directory"));
        assertReads(b, 0, OBJECTS);
    }
}
