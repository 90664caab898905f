package dev.varve.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.varve.tools.s3.S3Request;
import dev.varve.tools.s3.XmlElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs what `docs/replication.md` says is to be done when a writer is gone, with servers in processes
/// of their own, of which one is killed.
@Timeout(180)
class ReplicationPageIT {
    private static final String PAPERS = "papers";
    private static final Pattern SECTION =
            Pattern.compile("(?ms)^## When a writer is gone$(.*?)^## ");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");

    /// Without haste these writes took 25 seconds.
    private static final Duration SOON = Duration.ofSeconds(15);

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path work;
    private final List<ClusterMember> members = new ArrayList<>();
    private List<String> commands = List.of();
    private int next;

    @BeforeEach
    void readPage() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path page =
                Stream.of(here, here.resolveSibling(""))
                        .map(directory -> directory.resolve("docs/replication.md"))
                        .filter(Files::exists)
                        .findFirst()
                        .orElseThrow();
        String section =
                SECTION.matcher(Files.readString(page)).results().findFirst().orElseThrow().group();
        commands =
                BLOCK.matcher(section).results().flatMap(block -> block.group(1).lines()).toList();
        assertThat(commands).hasSize(7);
    }

    @AfterEach
    void stop() {
        members.forEach(ClusterMember::close);
    }

    /// The next command of the page, which must be this one.
    private String[] step(String begins) {
        String command = commands.get(next++);
        assertThat(command).startsWith("tools/varve " + begins);
        return Pattern.compile(" ")
                .splitAsStream(command)
                .skip(1)
                .map(word ->
                        word.startsWith("./") ? work.resolve(word.substring(2)).toString() : word)
                .toArray(String[]::new);
    }

    /// `a` writes, `b` follows it read-only, and there is a bucket with an object.
    private void begin() throws Exception {
        ClusterMember a = member("a");
        ClusterMember b = member("b");
        a.start();
        b.join(a);
        JsonNode layout = a.shell().json("cluster", "layout").getFirst();
        String changed =
                layout.toString()
                        .replace("\"epoch\":1", "\"epoch\":2")
                        .replaceFirst("(\"name\":\"b\".*?\"role\":\")writer", "$1read-only");
        Path file = Files.writeString(work.resolve("layout.json"), changed);
        a.shell().out("cluster", "set", file.toString());
        a.ask(S3Request.bucket("PUT", PAPERS));
        a.ask(
                S3Request.bucket("PUT", PAPERS)
                        .query("versioning")
                        .body(
                                ("<VersioningConfiguration><Status>Enabled</Status>"
                                                + "</VersioningConfiguration>")
                                        .getBytes(UTF_8)));
        a.put(PAPERS, "both", "before");
        b.shell().out("cluster", "status", "--watch", "--within", "90s");
        assertThat(b.get(PAPERS, "both")).isEqualTo("before");
    }

    private ClusterMember member(String name) throws IOException {
        ClusterMember member = new ClusterMember(name, work);
        members.add(member);
        return member;
    }

    @Test
    void aMemberTakesThePlaceOfADeadWriterWhoseRestComesBackWithIt() throws Exception {
        begin();
        ClusterMember a = members.get(0);
        ClusterMember b = members.get(1);
        b.shell().out("cluster", "pause", "a"); // for a network that is cut
        a.put(PAPERS, "only", "of a");
        a.put(PAPERS, "both", "of a");
        a.kill();
        b.shell().out("cluster", "resume", "a");

        assertThat(b.shell().out(step("cluster unshipped a"))).contains("what a wrote is here up");
        assertThat(b.shell().json("cluster", "unshipped", "a").getFirst().has("announced"))
                .as("a was heard of before it died")
                .isTrue();
        assertThat(b.shell().out(step("cluster promote b"))).contains("epoch 3 in force");
        b.put(PAPERS, "both", "of b");
        b.put(PAPERS, "later", "of b");

        String[] listing = step("cluster unshipped a --data");
        assertThat(b.shell().out(listing))
                .contains("ObjectPut", PAPERS + "/only", PAPERS + "/both")
                .contains("2 events of a are not at the server");
        assertThat(b.shell().json(listing))
                .extracting(event -> event.at("/objects/0/key").asText())
                .containsExactly("only", "both");

        assertThat(step("serve")).endsWith("--data", a.data().toString());
        a.start("cluster.ack=peers:1");
        b.shell().out(step("cluster status"));
        assertThat(b.shell().out(step("cluster unshipped a"))).contains("missing here: 0");
        a.shell().out("cluster", "status", "--watch", "--within", "90s");

        for (ClusterMember each : members) {
            assertThat(each.get(PAPERS, "only")).isEqualTo("of a");
            assertThat(each.get(PAPERS, "both")).isEqualTo("of b");
            assertThat(each.get(PAPERS, "later")).isEqualTo("of b");
        }
        assertThat(versions(b)).isEqualTo(versions(a)).containsEntry("both", 3);
        assertThat(b.shell().out("cluster", "digest"))
                .isEqualTo(a.shell().out("cluster", "digest"));

        assertThat(b.shell().out(step("cluster promote a"))).contains("epoch 4 in force");
        b.shell().out("cluster", "status", "--watch", "--within", "90s");
        nothingAnsweredIsMissingWhereWritesWaitForAnother(a, b);
        members.forEach(ClusterMember::kill);
        assertTakenOnce(a, b);
        assertTakenOnce(b, a);
    }

    /// Each answer waits until the other member has the change, and not until it is heard of next.
    private void nothingAnsweredIsMissingWhereWritesWaitForAnother(ClusterMember a, ClusterMember b)
            throws IOException {
        long begun = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            a.put(PAPERS, "safe" + i, "of a");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
        a.kill();
        assertThat(b.shell().json("cluster", "unshipped", "a", "--data", a.data().toString()))
                .isEmpty();
        assertThat(b.get(PAPERS, "safe19")).isEqualTo("of a");
    }

    /// How many there are of each key.
    private static Map<String, Integer> versions(ClusterMember member) throws IOException {
        XmlElement page = member.ask(S3Request.bucket("GET", PAPERS).query("versions")).xml();
        Map<String, Integer> all = new TreeMap<>();
        page.children().stream()
                .filter(child -> child.name().equals("Version"))
                .forEach(child -> all.merge(child.text("Key"), 1, Integer::sum));
        return all;
    }

    /// Nothing of its own came back to it, and each event of the other came once.
    private static void assertTakenOnce(ClusterMember member, ClusterMember other)
            throws IOException {
        ClientShell shell = member.shell();
        String node = node(shell, other);
        long reached = -1;
        for (String line :
                shell.out("journal", "dump", member.data().toString()).lines().toList()) {
            JsonNode event = JSON.readTree(line).path("event");
            if (event.path("type").asText().equals("EventsImported")) {
                assertThat(event.path("origin").asText()).startsWith(node);
                assertThat(event.path("first").asLong()).isEqualTo(reached + 1);
                reached = event.path("last").asLong();
            }
        }
        assertThat(reached).isPositive();
    }

    private static String node(ClientShell shell, ClusterMember of) throws IOException {
        String first =
                shell.out("journal", "dump", of.data().toString(), "--to", "0")
                        .lines()
                        .findFirst()
                        .orElseThrow();
        String origin = JSON.readTree(first).at("/envelope/origin").asText();
        return origin.substring(0, 16);
    }
}
