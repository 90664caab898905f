package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What replicas elsewhere were seen to get wrong. Two nodes serve all tests, each of which has a bucket
/// of its own.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplicaIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final JsonMapper JSON = new JsonMapper();
    private static final String TYPE = "content-type: application/json";

    private Path directory;
    private NodeKit nodes;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        this.directory = directory;
        nodes =
                new NodeKit(directory)
                        .with("cluster.max-followers", "3")
                        .with("cluster.read-wait", "3s");
        nodes.start("a");
        nodes.join("b", "a");
    }

    @AfterAll
    void stop() {
        nodes.close();
    }

    private String a(String path, String... arguments) throws Exception {
        return nodes.curl("a", path, arguments);
    }

    private String b(String path, String... arguments) throws Exception {
        return nodes.curl("b", path, arguments);
    }

    private void put(String path, String content) throws Exception {
        assertThat(a(path, "-X", "PUT", "-d", content)).isEmpty();
    }

    private void bucket(String bucket) throws Exception {
        assertThat(a("/" + bucket, "-X", "PUT")).isEmpty();
    }

    private void awaitAtB(String path, String content) {
        await().atMost(SOON).untilAsserted(() -> assertThat(b(path)).isEqualTo(content));
    }

    @Test
    void whatIsStoredCompressedIsTheSameThere() throws Exception {
        bucket("whole");
        Path file =
                Files.writeString(directory.resolve("text"), "line after line\n".repeat(400_000));
        assertThat(
                        a(
                                "/whole/k",
                                "-T",
                                file.toString(),
                                "-H",
                                "content-type: text/x-lines",
                                "-H",
                                "cache-control: max-age=60",
                                "-H",
                                "x-amz-meta-who: me",
                                "-H",
                                "x-amz-storage-class: STANDARD_IA"))
                .isEmpty();
        Path got = directory.resolve("got");
        await().atMost(SOON)
                .untilAsserted(() -> {
                    b("/whole/k", "-o", got.toString());
                    assertThat(got).hasSameBinaryContentAs(file);
                });
        String there = head("b", "/whole/k");
        assertThat(there).contains("STANDARD_IA", "text/x-lines", "x-amz-meta-who: me", "6400000");
        assertThat(there).isEqualTo(head("a", "/whole/k"));
    }

    /// The headers that do not tell of the answer alone.
    private String head(String node, String path) throws Exception {
        return nodes.curl(node, path, "-I")
                .lines()
                .filter(line -> !line.matches("(?i)(date|x-amz-request-id|x-request-id):.*"))
                .sorted()
                .reduce("", (all, line) -> all + line + "\n");
    }

    @Test
    void allThatUsersSetOfABucketTravels() throws Exception {
        bucket("settings");
        String rule = "<ID>r</ID><Filter><Prefix>tmp/</Prefix></Filter><Status>Enabled</Status>";
        set("versioning", "VersioningConfiguration", "<Status>Enabled</Status>");
        set("tagging", "Tagging", "<TagSet><Tag><Key>t</Key><Value>v</Value></Tag></TagSet>");
        set(
                "cors",
                "CORSConfiguration",
                "<CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>https://x.example"
                        + "</AllowedOrigin></CORSRule>");
        set(
                "lifecycle",
                "LifecycleConfiguration",
                "<Rule>" + rule + "<Expiration><Days>3</Days></Expiration></Rule>");
        assertThat(
                        a(
                                "/v1/buckets/settings/settings",
                                "-X",
                                "PATCH",
                                "-H",
                                TYPE,
                                "-d",
                                "{\"public_read\":true,\"quota\":{\"bytes\":1000000}}"))
                .contains("1000000");
        put("/settings/k", "one");
        put("/settings/k", "two");
        Matcher first =
                Pattern.compile("<VersionId>([^<]+)</VersionId>").matcher(a("/settings?versions="));
        assertThat(first.results().count()).isEqualTo(2);
        assertThat(first.reset().find()).isTrue();
        assertThat(a("/settings/k?versionId=" + first.group(1), "-X", "DELETE")).isEmpty();
        put("/settings/end", "");
        awaitAtB("/settings/end", "");
        for (String path :
                List.of(
                        "/settings?versioning=",
                        "/settings?tagging=",
                        "/settings?cors=",
                        "/settings?lifecycle=",
                        "/settings?versions=",
                        "/v1/buckets/settings/settings",
                        "/settings/k")) {
            assertThat(b(path)).doesNotContain("<Error>").isEqualTo(a(path));
        }
        assertThat(b("/settings/k")).isEqualTo("one");
    }

    private void set(String what, String element, String content) throws Exception {
        String document = "<%s>%s</%s>".formatted(element, content, element);
        assertThat(a("/settings?" + what + "=", "-X", "PUT", "-d", document)).isEmpty();
    }

    @Test
    void theEndOfABucketTravels() throws Exception {
        bucket("ending");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(b("/ending")).contains("<ListBucketResult"));
        assertThat(a("/ending", "-X", "DELETE")).isEmpty();
        await().atMost(SOON).untilAsserted(() -> assertThat(b("/ending")).contains("NoSuchBucket"));
    }

    @Test
    void whoHasADeletedObjectStillBringsItBackToNobody() throws Exception {
        bucket("revived");
        put("/revived/k", "old");
        awaitAtB("/revived/k", "old");
        assertThat(b("/v1/cluster/members/a/pause", "-X", "POST")).contains("paused");
        assertThat(a("/revived/k", "-X", "DELETE")).isEmpty();
        assertThat(b("/revived/k")).isEqualTo("old");
        assertThat(a("/revived/k")).contains("NoSuchKey");
        assertThat(b("/v1/cluster/members/a/resume", "-X", "POST")).contains("members");
        await().atMost(SOON).untilAsserted(() -> assertThat(b("/revived/k")).contains("NoSuchKey"));
        assertThat(a("/revived/k")).contains("NoSuchKey");
    }

    @Test
    void changesOfAKeyStayInTheirOrder() throws Exception {
        bucket("order");
        assertThat(
                        a(
                                "/order?versioning=",
                                "-X",
                                "PUT",
                                "-d",
                                "<VersioningConfiguration><Status>Enabled</Status>"
                                        + "</VersioningConfiguration>"))
                .isEmpty();
        for (int i = 0; i < 10; i++) {
            put("/order/k", "content " + i);
            assertThat(a("/order/k", "-X", "DELETE")).isEmpty();
        }
        put("/order/k", "last");
        awaitAtB("/order/k", "last");
        assertThat(b("/order?versions=")).isEqualTo(a("/order?versions="));
    }

    @Test
    void theAuditTellsThereTooWhoDidIt() throws Exception {
        bucket("audited");
        put("/audited/k", "x");
        awaitAtB("/audited/k", "x");
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(b("/v1/audit?bucket=audited&type=object-put"))
                                .contains("\"key\":\"k\"", "\"actor\":\"admin\""));
    }

    @Test
    void bytesThatAreThereAreNotFetchedAgain() throws Exception {
        bucket("twice");
        byte[] bytes = new byte[1 << 20];
        new Random(11).nextBytes(bytes);
        Path file = Files.write(directory.resolve("once"), bytes);
        for (String key : List.of("one", "two")) {
            assertThat(a("/twice/" + key, "-T", file.toString())).isEmpty();
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(head("b", "/twice/" + key)).contains("1048576"));
        }
        Path got = directory.resolve("second");
        b("/twice/two", "-o", got.toString());
        assertThat(got).hasSameBinaryContentAs(file);
        put("/twice/end", "x");
        awaitAtB("/twice/end", "x");
        String asked = "/~peer/v1/blobs/sha256:" + sha256(bytes);
        await().untilAsserted(() -> assertThat(lines("a", asked)).hasSize(1));
    }

    private List<String> lines(String node, String part) throws IOException {
        return Files.readString(directory.resolve(node + ".log"))
                .lines()
                .filter(line -> line.contains(part))
                .toList();
    }

    private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void damagedBytesComeAgainFromWhoHasThemWhole() throws Exception {
        bucket("damaged");
        byte[] bytes = new byte[1 << 20];
        new Random(12).nextBytes(bytes);
        Path file = Files.write(directory.resolve("sound"), bytes);
        Set<Path> before = large("b");
        assertThat(a("/damaged/k", "-T", file.toString())).isEmpty();
        await().atMost(SOON).until(() -> large("b").size() > before.size());
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(head("b", "/damaged/k")).contains("1048576"));
        Set<Path> here = large("b");
        here.removeAll(before);
        assertThat(here).hasSize(1);
        try (RandomAccessFile damage =
                new RandomAccessFile(here.iterator().next().toFile(), "rw")) {
            damage.seek(500_000);
            int was = damage.read();
            damage.seek(500_000);
            damage.write(was ^ 0xff);
        }
        Path got = directory.resolve("healed");
        b("/damaged/k", "-o", got.toString());
        b("/damaged/k", "-o", got.toString());
        assertThat(got).hasSameBinaryContentAs(file);
        assertThat(b("/v1/maintenance/quarantine")).doesNotContain("sha256");
    }

    /// Files of large blobs that a node keeps.
    private Set<Path> large(String node) throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve(node).resolve("blobs"))) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> file.toFile().length() > 1 << 20)
                    .filter(file -> !directory.relativize(file).toString().contains("tmp"))
                    .collect(Collectors.toCollection(HashSet::new));
        }
    }

    @Test
    void aTokenLetsOneNodeIn() {
        assertThatThrownBy(() -> nodes.join("c", "a"))
                .isInstanceOf(StoreException.Failed.class)
                .hasMessageContaining("was used");
    }

    /// A third member that nobody can reach, and layouts that change again and again: streams that were
    /// left open would soon be more than may follow.
    @Test
    void neitherAMemberThatIsGoneNorNewLayoutsHoldUpTheRest() throws Exception {
        bucket("onward");
        ObjectNode layout = (ObjectNode) JSON.readTree(a("/v1/cluster")).get("layout");
        ArrayNode members = (ArrayNode) layout.remove("members");
        for (int i = 1; i <= 6; i++) {
            ArrayNode all = members.deepCopy();
            all.add(gone(i));
            layout.remove("epoch");
            layout.set("members", all);
            assertThat(a("/v1/cluster", "-X", "PUT", "-H", TYPE, "-d", layout.toString()))
                    .contains("\"gone\"");
            String content = "by layout " + i;
            put("/onward/k", content);
            awaitAtB("/onward/k", content);
            assertThat(b("/onward/back", "-X", "PUT", "-d", content)).isEmpty();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(a("/onward/back")).isEqualTo(content));
        }
        assertThat(a("/v1/cluster")).contains("GLACIER");
        assertThat(a("/v1/cluster/members/gone/remove", "-X", "POST")).doesNotContain("gone");
    }

    private static ObjectNode gone(int number) {
        ObjectNode member = JSON.createObjectNode();
        member.put("node", "000000000000000" + number).put("name", "gone").put("weight", number);
        member.putArray("urls").add("http://127.0.0.1:1");
        member.putArray("classes").add("GLACIER").add("STANDARD_IA");
        return member;
    }

    @Test
    void howFarAFollowerIsBehindIsToldWhileItIsAway() throws Exception {
        bucket("lag");
        put("/lag/k", "x");
        awaitAtB("/lag/k", "x");
        nodes.stop("b");
        try {
            for (int i = 0; i < 3; i++) {
                put("/lag/k" + i, "x");
            }
            boolean told = false;
            for (JsonNode peer : JSON.readTree(a("/v1/cluster")).get("peers")) {
                told |=
                        peer.get("direction").asText().equals("to")
                                && peer.get("lag_events").asInt() >= 3;
            }
            assertThat(told).isTrue();
        } finally {
            nodes.join("b", "a");
        }
        awaitAtB("/lag/k2", "x");
    }

    @Test
    void aPauseOutlivesRestarts() throws Exception {
        bucket("paused");
        put("/paused/k", "before");
        awaitAtB("/paused/k", "before");
        assertThat(b("/v1/cluster/members/a/pause", "-X", "POST")).contains("paused");
        nodes.stop("b");
        nodes.join("b", "a");
        put("/paused/k", "after");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(b("/v1/cluster")).contains("\"paused\""));
        assertThat(b("/paused/k")).isEqualTo("before");
        assertThat(b("/v1/cluster/members/a/resume", "-X", "POST")).contains("members");
        awaitAtB("/paused/k", "after");
    }

    @Test
    void aReadElsewhereSeesWhatItsClientWrote() throws Exception {
        bucket("seen");
        for (int i = 0; i < 10; i++) {
            String seen = "varve-min-position: " + written("/seen/k", "content " + i);
            assertThat(b("/seen/k", "-H", seen)).isEqualTo("content " + i);
            assertThat(b("/v1/buckets/seen/objects/k", "-H", seen)).isEqualTo("content " + i);
            assertThat(a("/seen/k", "-H", seen)).isEqualTo("content " + i);
        }
        assertThat(b("/v1/cluster/members/a/pause", "-X", "POST")).contains("paused");
        String seen = "varve-min-position: " + written("/seen/k", "not there yet");
        assertThat(b("/seen/k", "-i", "-H", seen))
                .contains("503", "<Code>PositionNotReached</Code>")
                .containsIgnoringCase("retry-after: 1");
        assertThat(b("/v1/buckets/seen/objects/k", "-i", "-H", seen))
                .contains("503", "\"code\":\"PositionNotReached\"")
                .containsIgnoringCase("retry-after: 1");
        assertThat(b("/seen/k")).isEqualTo("content 9");
        assertThat(b("/v1/cluster/members/a/resume", "-X", "POST")).contains("members");
        awaitAtB("/seen/k", "not there yet");
    }

    /// The place in its journal that the first node tells of.
    private String written(String path, String content) throws Exception {
        String answer = a(path, "-i", "-X", "PUT", "-d", content);
        Matcher told = Pattern.compile("(?i)varve-position: (\\S+)").matcher(answer);
        assertThat(told.find()).as(answer).isTrue();
        return told.group(1);
    }
}
