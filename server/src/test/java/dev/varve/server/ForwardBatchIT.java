package dev.varve.server;

import static dev.varve.server.Caller.ask;
import static dev.varve.server.Caller.crc32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.varve.log.NodeId;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.ClusterLayout.NotOwner;
import dev.varve.replication.ClusterLayout.ReadOnly;
import dev.varve.replication.Member;
import dev.varve.replication.Rule;
import dev.varve.replication.Rule.Match;
import dev.varve.server.Caller.Ask;
import dev.varve.server.Caller.Proof;
import dev.varve.server.http.helidon.RawClient.Reply;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Batches over real sockets whose keys several members decide: those below `own/` the one that is asked,
/// others those below their names. `gone` cannot be reached.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForwardBatchIT {
    private static final List<String> BUCKETS = List.of("plain", "kept", "locked");
    private static final String S3 = "/plain?delete";
    private static final String API = "/v1/buckets/plain/delete";
    private static final NodeId GONE = new NodeId(99);

    private ClusterKit kit;
    private ClusterKit.Node asked;
    private ClusterKit.Node north;
    private ClusterKit.Node south;
    private String nowhere;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        kit = new ClusterKit(directory);
        asked = kit.start("asked");
        north = kit.start("north");
        south = kit.start("south");
        try (ServerSocket closed = new ServerSocket(0)) {
            nowhere = "http://127.0.0.1:" + closed.getLocalPort();
        }
        for (ClusterKit.Node node : List.of(asked, north, south)) {
            make(node);
        }
    }

    /// The nodes follow nobody, so each needs the buckets.
    private static void make(ClusterKit.Node node) {
        Caller caller = new Caller(node);
        String enabled =
                "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
        tell(caller, ask("PUT", "/plain", ""), 200);
        tell(caller, ask("PUT", "/kept", ""), 200);
        tell(caller, ask("PUT", "/kept?versioning", enabled), 200);
        tell(
                caller,
                ask("PUT", "/locked", "").header("x-amz-bucket-object-lock-enabled", "true"),
                200);
    }

    private static Reply tell(Caller caller, Ask ask, int status) {
        Reply reply = caller.tell(ask);
        assertThat(reply.status()).as(ask.path() + "\n" + reply.text()).isEqualTo(status);
        return reply;
    }

    @BeforeEach
    void agree() {
        List.of(asked, north, south).forEach(node -> node.believes(layout(1)));
    }

    @AfterAll
    void stop() {
        kit.close();
    }

    private ClusterLayout layout(long epoch) {
        List<Rule> rules = new ArrayList<>();
        for (String bucket : BUCKETS) {
            rules.add(new Rule(Match.ofPrefix(bucket, "own/"), asked.id()));
            rules.add(new Rule(Match.ofPrefix(bucket, "north/"), north.id()));
            rules.add(new Rule(Match.ofPrefix(bucket, "south/"), south.id()));
            rules.add(new Rule(Match.ofPrefix(bucket, "gone/"), GONE));
        }
        return ClusterKit.assigned(epoch, members(), rules.toArray(Rule[]::new));
    }

    private List<Member> members() {
        return List.of(
                ClusterKit.writer("asked", asked),
                ClusterKit.writer("north", north),
                ClusterKit.writer("south", south),
                ClusterKit.member("gone", GONE, nowhere, Member.Role.WRITER));
    }

    private Reply put(String path) {
        return tell(new Caller(asked), ask("PUT", path, "x"), 200);
    }

    private boolean has(ClusterKit.Node node, String path) {
        return new Caller(node).tell(ask("HEAD", path, "")).status() == 200;
    }

    private static Ask delete(String path, String entries) {
        String document = "<Delete>" + entries + "</Delete>";
        return ask("POST", path, document).header("x-amz-checksum-crc32", crc32(document));
    }

    private static String object(String key) {
        return object(key, "");
    }

    private static String object(String key, String more) {
        return "<Object><Key>" + key + "</Key>" + more + "</Object>";
    }

    private static String version(String id) {
        return "<VersionId>" + id + "</VersionId>";
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /// Lines of a log that tell of a request by its id.
    private static List<String> lines(ClusterKit.Node node, Reply reply) {
        String id =
                reply.header("x-amz-request-id")
                        .or(() -> reply.header("x-request-id"))
                        .orElseThrow();
        return node.accessLog().lines().filter(line -> line.contains(id)).toList();
    }

    private void askedOnce(Reply reply, ClusterKit.Node... nodes) {
        await().untilAsserted(() -> assertThat(lines(asked, reply)).hasSize(1));
        for (ClusterKit.Node node : nodes) {
            await().untilAsserted(() -> assertThat(lines(node, reply)).hasSize(1));
        }
    }

    @Test
    void eachOwnerDoesItsShareAndAllIsToldInTheOrderOfTheRequest() {
        List<String> keys = List.of("north/1", "own/1", "south/1", "free", "north/2", "own/2");
        keys.forEach(key -> put("/plain/" + key));
        assertThat(has(north, "/plain/north/2")).isTrue();
        Reply reply =
                tell(
                        new Caller(asked),
                        delete(
                                S3,
                                keys.stream()
                                        .map(ForwardBatchIT::object)
                                        .collect(Collectors.joining("", "", object("north/1")))),
                        200);
        assertThat(all("<Deleted><Key>(.*?)</Key></Deleted>", reply.text()))
                .containsExactly(
                        "north/1", "own/1", "south/1", "free", "north/2", "own/2", "north/1");
        assertThat(reply.text())
                .contains("<DeleteResult xmlns=")
                .doesNotContain("<Error>")
                .doesNotContain("<Place>");
        assertThat(has(north, "/plain/north/1")).isFalse();
        assertThat(has(north, "/plain/north/2")).isFalse();
        assertThat(has(south, "/plain/south/1")).isFalse();
        assertThat(has(asked, "/plain/own/2")).isFalse();
        assertThat(has(asked, "/plain/free")).isFalse();
        askedOnce(reply, north, south);
    }

    @Test
    void aBatchOfTheApiIsDividedToo() {
        List.of("north/a", "own/a", "south/a").forEach(key -> put("/plain/" + key));
        String body =
                "{\"objects\":[{\"key\":\"south/a\"},{\"key\":\"own/a\"},{\"key\":\"gone/a\"},{},"
                        + "{\"key\":\"north/a\",\"if_match\":\"other\"},{\"key\":\"north/b\"}]}";
        Reply reply = tell(new Caller(asked), ask("POST", API, body), 207);
        assertThat(all("\\{\"key\":\"(.*?)\"", reply.text()))
                .containsExactly("south/a", "own/a", "gone/a", "", "north/a", "north/b");
        assertThat(all("\"code\":\"(.*?)\"", reply.text()))
                .containsExactly("OwnerUnavailable", "InvalidArgument", "PreconditionFailed");
        assertThat(reply.text()).contains("gone cannot be reached");
        assertThat(has(south, "/plain/south/a")).isFalse();
        assertThat(has(asked, "/plain/own/a")).isFalse();
        assertThat(has(north, "/plain/north/a")).isTrue();
        askedOnce(reply, north, south);
        String done = "{\"objects\":[{\"key\":\"south/a\"},{\"key\":\"north/a\"}]}";
        tell(new Caller(asked), ask("POST", API, done), 200);
    }

    @Test
    void quietTellsOnlyWhatFailed() {
        List.of("north/q", "own/q", "south/q").forEach(key -> put("/plain/" + key));
        Reply reply =
                tell(
                        new Caller(asked),
                        delete(
                                S3,
                                "<Quiet>true</Quiet>"
                                        + object("north/q")
                                        + object("south/q", "<ETag>other</ETag>")
                                        + object("own/q")
                                        + object("north/r", version("x"))),
                        200);
        assertThat(reply.text()).doesNotContain("<Deleted>");
        assertThat(all("<Error><Key>(.*?)</Key>", reply.text()))
                .containsExactly("south/q", "north/r");
        assertThat(all("<Code>(.*?)</Code>", reply.text()))
                .containsExactly("PreconditionFailed", "InvalidArgument");
        assertThat(reply.text()).contains("<Key>north/r</Key><VersionId>x</VersionId><Code>");
        assertThat(has(north, "/plain/north/q")).isFalse();
        assertThat(has(south, "/plain/south/q")).isTrue();
        assertThat(has(asked, "/plain/own/q")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anOwnerThatIsDownFailsItsOwnKeysOnly(boolean quiet) {
        put("/plain/north/d");
        put("/plain/own/d");
        Reply reply =
                tell(
                        new Caller(asked),
                        delete(
                                S3,
                                "<Quiet>"
                                        + quiet
                                        + "</Quiet>"
                                        + object("gone/d")
                                        + object("north/d")
                                        + object("gone/e", version("null"))
                                        + object("own/d")),
                        200);
        assertThat(all("<Deleted><Key>(.*?)</Key>", reply.text()))
                .isEqualTo(quiet ? List.of() : List.of("north/d", "own/d"));
        assertThat(reply.text())
                .contains("<Error><Key>gone/d</Key><Code>OwnerUnavailable</Code>")
                .contains(
                        "<Error><Key>gone/e</Key><VersionId>null</VersionId>"
                                + "<Code>OwnerUnavailable</Code>")
                .contains("<Message>gone cannot be reached. Please try again.</Message>");
        assertThat(has(north, "/plain/north/d")).isFalse();
        assertThat(has(asked, "/plain/own/d")).isFalse();
    }

    @Test
    void versionsAndMarkersAreThoseOfTheirOwners() {
        String north1 = put("/kept/north/v").header("x-amz-version-id").orElseThrow();
        String own1 = put("/kept/own/v").header("x-amz-version-id").orElseThrow();
        Reply marked =
                tell(
                        new Caller(asked),
                        delete("/kept?delete", object("north/v") + object("own/v")),
                        200);
        List<String> markers =
                all("<DeleteMarkerVersionId>(.*?)</DeleteMarkerVersionId>", marked.text());
        assertThat(markers).hasSize(2).doesNotHaveDuplicates();
        assertThat(has(north, "/kept/north/v")).isFalse();
        Reply removed =
                tell(
                        new Caller(asked),
                        delete(
                                "/kept?delete",
                                object("north/v", version(markers.getFirst()))
                                        + object("own/v", version(markers.getLast()))
                                        + object("own/v", version(own1))),
                        200);
        assertThat(all("<Deleted>(.*?)</Deleted>", removed.text()))
                .containsExactly(
                        gone("north/v", markers.getFirst()),
                        gone("own/v", markers.getLast()),
                        "<Key>own/v</Key><VersionId>" + own1 + "</VersionId>");
        assertThat(
                        new Caller(north)
                                .tell(ask("HEAD", "/kept/north/v", ""))
                                .header("x-amz-version-id"))
                .contains(north1);
        assertThat(has(asked, "/kept/own/v")).isFalse();
    }

    private static String gone(String key, String marker) {
        return "<Key>"
                + key
                + "</Key><VersionId>"
                + marker
                + "</VersionId><DeleteMarker>true</DeleteMarker><DeleteMarkerVersionId>"
                + marker
                + "</DeleteMarkerVersionId>";
    }

    @Test
    void governanceIsBypassedWhereTheRequestSaysSo() {
        String held =
                tell(
                                new Caller(asked),
                                ask("PUT", "/locked/north/g", "x")
                                        .header("x-amz-object-lock-mode", "GOVERNANCE")
                                        .header(
                                                "x-amz-object-lock-retain-until-date",
                                                "2099-01-01T00:00:00Z")
                                        .header("content-md5", "ndTkYSaMgDT1yFZOFVxnpg=="),
                                200)
                        .header("x-amz-version-id")
                        .orElseThrow();
        Ask both = delete("/locked?delete", object("own/g") + object("north/g", version(held)));
        Reply refused = tell(new Caller(asked), both, 200);
        assertThat(all("<Error><Key>(.*?)</Key>", refused.text())).containsExactly("north/g");
        assertThat(has(north, "/locked/north/g?versionId=" + held)).isTrue();
        Reply done =
                tell(
                        new Caller(asked),
                        both.header("x-amz-bypass-governance-retention", "true"),
                        200);
        assertThat(done.text()).doesNotContain("<Error>");
        assertThat(has(north, "/locked/north/g?versionId=" + held)).isFalse();
    }

    @Test
    void aShareIsNeverPassedOnAgain() {
        north.believes(
                ClusterKit.assigned(7, members(), new Rule(Match.ofBucket("plain"), asked.id())));
        put("/plain/south/l");
        Reply reply =
                tell(
                        new Caller(asked),
                        delete(S3, object("north/l") + object("own/l") + object("south/l")),
                        200);
        assertThat(all("<Deleted><Key>(.*?)</Key>", reply.text()))
                .containsExactly("own/l", "south/l");
        assertThat(all("<Error>(.*?)</Error>", reply.text()))
                .singleElement()
                .asString()
                .startsWith("<Key>north/l</Key><Code>OwnerDisputed</Code>")
                .contains("north decides this, and refused: ");
        askedOnce(reply, north, south);
    }

    @Test
    void nobodyElseIsBelievedToAskForAShare() {
        List.of("north/f", "own/f", "south/f").forEach(key -> put("/plain/" + key));
        String body =
                "{\"objects\":[{\"key\":\"north/f\"},{\"key\":\"own/f\"},{\"key\":\"south/f\"}]}";
        Ask forged =
                ask("POST", API, body)
                        .header("varve-share", "v=1; items=01; mac=" + "0".repeat(64));
        Reply reply = tell(new Caller(asked), forged, 200);
        assertThat(all("\"key\":\"(.*?)\"", reply.text()))
                .containsExactly("north/f", "own/f", "south/f");
        askedOnce(reply, north, south);
    }

    @ParameterizedTest
    @EnumSource(names = {"CHUNKS", "TRAILER"})
    void documentsInChunksAreDividedToo(Proof proof) {
        List.of("north/c", "own/c").forEach(key -> put("/plain/" + key));
        String document = "<Delete>" + object("north/c") + object("own/c") + "</Delete>";
        Ask ask = ask("POST", S3, document).by(proof);
        Reply reply =
                tell(
                        new Caller(asked),
                        proof == Proof.CHUNKS
                                ? ask.header("x-amz-checksum-crc32", crc32(document))
                                : ask,
                        200);
        assertThat(all("<Deleted><Key>(.*?)</Key>", reply.text()))
                .containsExactly("north/c", "own/c");
        assertThat(has(north, "/plain/north/c")).isFalse();
        askedOnce(reply, north);
    }

    @Test
    void asManyAsOneRequestMayHaveAreDivided() {
        String entries =
                IntStream.range(0, 1000)
                        .mapToObj(i -> object((i % 2 == 0 ? "north/" : "south/") + "k&#x20;" + i))
                        .collect(Collectors.joining());
        Reply reply = tell(new Caller(asked), delete(S3, entries), 200);
        List<String> told = all("<Deleted><Key>(.*?)</Key>", reply.text());
        assertThat(told).hasSize(1000).startsWith("north/k 0", "south/k 1").endsWith("south/k 999");
        Reply more = tell(new Caller(asked), delete(S3, entries + object("own/m")), 400);
        assertThat(more.text()).contains("<Code>MalformedXML</Code>");
        await().untilAsserted(() -> assertThat(lines(asked, more)).hasSize(1));
        assertThat(lines(north, more)).isEmpty();
    }

    @Test
    void whatIsNoGoodAsAWholeIsRefusedBeforeAnybodyIsAsked() {
        put("/plain/north/w");
        String entries = object("north/w") + object("south/w");
        Reply garbled =
                tell(
                        new Caller(asked),
                        delete(S3, entries).header("x-amz-checksum-crc32", crc32("other")),
                        400);
        assertThat(garbled.text()).contains("<Code>BadDigest</Code>");
        Reply nobody = tell(new Caller(asked), delete(S3, entries).by(Proof.NONE), 403);
        Reply large =
                tell(
                        new Caller(asked),
                        delete(S3, entries + "<!--" + "x".repeat(1 << 20) + "-->"),
                        400);
        await().untilAsserted(() -> assertThat(lines(asked, large)).hasSize(1));
        for (Reply reply : List.of(garbled, nobody, large)) {
            assertThat(lines(north, reply)).isEmpty();
        }
        assertThat(has(north, "/plain/north/w")).isTrue();
    }

    @Test
    void whatCannotBeDividedIsRefusedAndSaysWhy() {
        String transaction =
                "{\"parts\":[{\"delete\":{\"bucket\":\"plain\",\"key\":\"north/t\"}},"
                        + "{\"delete\":{\"bucket\":\"plain\",\"key\":\"own/t\"}}]}";
        Caller caller = new Caller(asked);
        Reply reply = tell(caller, ask("POST", "/v1/transactions", transaction), 409);
        assertThat(reply.text())
                .contains("\"code\":\"OwnersDiffer\"")
                .contains("This happens as one change or not at all")
                .contains("asked, north");
        Reply prefix =
                tell(caller, ask("DELETE", "/v1/buckets/plain/objects?everything=true", ""), 409);
        assertThat(prefix.text())
                .contains("OwnersDiffer")
                .contains("about all keys that begin alike");
    }

    @Test
    void aNodeThatPassesNothingOnRefusesABatchOfSeveralOwners() {
        asked.believes(ClusterKit.with(layout(1), NotOwner.REFUSE, ReadOnly.FORWARD));
        Reply reply = tell(new Caller(asked), delete(S3, object("north/n") + object("own/n")), 409);
        assertThat(reply.text())
                .contains("<Code>OwnersDiffer</Code>")
                .contains("asked passes nothing on")
                .contains("<Owners>asked, north</Owners>");
    }

    @Test
    void aReadOnlyMemberHasAllOfItDoneByOthers() {
        put("/plain/north/o");
        put("/plain/south/o");
        List<Member> members =
                List.of(
                        ClusterKit.reader("asked", asked),
                        ClusterKit.writer("north", north),
                        ClusterKit.writer("south", south));
        ClusterLayout now =
                ClusterKit.assigned(
                        2,
                        members,
                        new Rule(Match.ofPrefix("plain", "north/"), north.id()),
                        new Rule(Match.ofPrefix("plain", "south/"), south.id()));
        List.of(asked, north, south).forEach(node -> node.believes(now));
        Ask ask = delete(S3, object("north/o") + object("free/o") + object("south/o"));
        Reply reply = tell(new Caller(asked), ask, 200);
        assertThat(all("<Deleted><Key>(.*?)</Key>", reply.text()))
                .containsExactly("north/o", "free/o", "south/o");
        assertThat(has(south, "/plain/south/o")).isFalse();
        asked.believes(ClusterKit.with(now, NotOwner.FORWARD, ReadOnly.REDIRECT));
        Reply redirected = tell(new Caller(asked), ask, 307);
        assertThat(redirected.header("location")).contains(north.uri() + S3);
    }

    @Test
    void theAnswerSaysWhereEachMembersChangesAre() {
        Reply reply =
                tell(new Caller(asked), delete(S3, object("north/p") + object("south/p")), 200);
        String places = reply.header("varve-position").orElseThrow();
        assertThat(places)
                .contains(north.id() + ".")
                .contains(south.id() + ".")
                .matches("[0-9a-f.]+, [0-9a-f.]+, [0-9a-f.]+");
    }
}
