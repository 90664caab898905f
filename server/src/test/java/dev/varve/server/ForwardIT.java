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
import dev.varve.server.http.helidon.RawClient;
import dev.varve.server.http.helidon.RawClient.Reply;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Two servers over real sockets, each with a data directory of its own. The bucket `theirs` is decided
/// by the second one, and everything is asked of the first.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForwardIT {
    private static final String BUCKET = "/theirs";
    private static final String API = "/v1/buckets/theirs";
    private static final String ALIKE = "/alike";
    private static final String ALIKE_API = "/v1/buckets/alike";

    private ClusterKit kit;
    private ClusterKit.Node asked;
    private ClusterKit.Node owner;

    @BeforeAll
    void start(@TempDir Path directory) {
        kit = new ClusterKit(directory);
        asked =
                kit.start(
                        "asked",
                        Map.of(
                                "http.trusted-proxies",
                                "127.0.0.1/32",
                                "cluster.forward-timeout",
                                "2s"));
        owner = kit.start("owner");
    }

    @BeforeEach
    void agree() {
        believe(layout(1));
    }

    /// Lines of a log that tell of a path.
    private static List<String> lines(ClusterKit.Node node, String path) {
        return node.accessLog().lines().filter(line -> line.contains(path)).toList();
    }

    @AfterAll
    void stop() {
        kit.close();
    }

    private ClusterLayout layout(long epoch) {
        return ClusterKit.assigned(
                epoch,
                List.of(ClusterKit.writer("asked", asked), ClusterKit.writer("owner", owner)),
                new Rule(Match.ofPrefix("mixed", "a/"), asked.id()),
                new Rule(Match.ofPrefix("mixed", "b/"), owner.id()),
                new Rule(Match.ofBucket("alike"), owner.id()),
                new Rule(Match.ofBucket("theirs"), owner.id()));
    }

    private void believe(ClusterLayout layout) {
        asked.believes(layout);
        owner.believes(layout);
    }

    /// The same requests, asked of the first and of a server that is on its own.
    @Test
    void answersAreThoseThatTheOwnerWouldGive() {
        ClusterKit.Node alone = kit.start("alone");
        List<String> here = new ArrayList<>();
        List<String> there = new ArrayList<>();
        List<Ask> asks = new ArrayList<>();
        Map<String, String> found = new HashMap<>();
        Map<String, String> foundAlone = new HashMap<>();
        for (Step step : steps()) {
            Ask ask = step.ask(found);
            asks.add(ask);
            Reply reply = new Caller(asked).tell(ask);
            step.note(reply, found);
            there.add(ask.method() + " " + step.path() + "\n" + Caller.shape(reply));
            Reply local = new Caller(alone).tell(step.ask(foundAlone));
            step.note(local, foundAlone);
            here.add(ask.method() + " " + step.path() + "\n" + Caller.shape(local));
        }
        assertThat(there).containsExactlyElementsOf(here);
        assertThat(there).allSatisfy(text -> assertThat(text).doesNotContain("\n500\n"));
        await().untilAsserted(() ->
                assertThat(owner.accessLog().lines().count()).isGreaterThanOrEqualTo(asks.size()));
    }

    /// @param raw its path may name what an earlier answer said
    /// @param keep what to find in the answer, by name
    record Step(Ask raw, Map<String, Pattern> keep) {
        String path() {
            return raw.path();
        }

        Ask ask(Map<String, String> found) {
            String path = raw.path();
            for (Map.Entry<String, String> each : found.entrySet()) {
                path = path.replace("{" + each.getKey() + "}", each.getValue());
            }
            return new Ask(raw.proof(), raw.method(), path, raw.headers(), raw.body());
        }

        void note(Reply reply, Map<String, String> found) {
            String all = String.join("\n", reply.headers()) + "\n\n" + reply.text();
            keep.forEach((name, pattern) -> {
                Matcher matcher = pattern.matcher(all);
                if (matcher.find()) {
                    found.put(name, matcher.group(1));
                }
            });
        }

        Step keeping(String name, String pattern) {
            return new Step(raw, Map.of(name, Pattern.compile(pattern)));
        }
    }

    private static Step step(Ask ask) {
        return new Step(ask, Map.of());
    }

    private static List<Step> steps() {
        List<Step> all = new ArrayList<>(ofS3());
        all.addAll(ofUploads());
        all.addAll(ofApi());
        return all;
    }

    private static List<Step> ofS3() {
        String tags = "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>";
        String delete =
                "<Delete><Object><Key>one</Key></Object><Object><Key>none</Key></Object></Delete>";
        return List.of(
                step(ask("PUT", ALIKE + "/early", "no bucket")),
                step(ask("PUT", ALIKE, "")),
                step(ask("PUT", ALIKE, "")),
                step(ask("PUT", ALIKE + "/one%20key", "plain")),
                step(ask("PUT", ALIKE + "/one", "plain").header("content-type", "text/plain")),
                step(ask("PUT", ALIKE + "/one", "again").header("if-none-match", "*")),
                step(ask("PUT", ALIKE + "/one", "again").header("if-match", "\"nonsense\"")),
                step(ask("PUT", ALIKE + "/one", "denied").by(Proof.NONE)),
                step(ask("PUT", ALIKE + "/one", "meta").header("x-amz-meta-who", "me")),
                step(ask("PUT", ALIKE + "/chunks", noise(300_000)).by(Proof.CHUNKS)),
                step(ask("PUT", ALIKE + "/trailer", noise(300_000)).by(Proof.TRAILER)),
                step(ask("PUT", ALIKE + "/link", "presigned").by(Proof.PRESIGNED)),
                step(ask("PUT", ALIKE + "/large", noise(200_000)).header("expect", "100-continue")),
                step(ask("PUT", ALIKE + "/one?tagging", tags)),
                step(ask("PUT", ALIKE + "/copy", "").header("x-amz-copy-source", "alike/one")),
                step(ask("PUT", ALIKE + "/copy", "").header("x-amz-copy-source", "alike/none")),
                step(
                        ask("POST", ALIKE + "?delete", delete)
                                .header("x-amz-checksum-crc32", crc32(delete))),
                step(ask("POST", ALIKE + "?delete", "<nonsense/>")),
                step(ask("DELETE", ALIKE + "/copy", "")),
                step(ask("DELETE", ALIKE + "/copy", "")),
                step(ask("PUT", ALIKE + "?versioning", versioning())),
                step(ask("PUT", ALIKE + "/one", "version")),
                step(ask("DELETE", ALIKE + "/one", "")),
                step(ask("DELETE", ALIKE + "/none?versionId=nonsense", "")),
                step(ask("DELETE", ALIKE, "")));
    }

    private static String versioning() {
        return "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
    }

    private static List<Step> ofUploads() {
        String id = "?uploadId={id}";
        return List.of(
                step(ask("POST", ALIKE + "/multi?uploads", ""))
                        .keeping("id", "<UploadId>(.*)</UploadId>"),
                step(ask("PUT", ALIKE + "/multi" + id + "&partNumber=1", noise(100_000)))
                        .keeping("etag", "(?i)etag: \"(.*)\""),
                step(ask("GET", ALIKE + "/multi" + id, "")),
                step(ask("POST", ALIKE + "/multi" + id, "<CompleteMultipartUpload/>")),
                step(ask("POST", ALIKE + "/multi" + id, complete(noise(100_000)))),
                step(ask("DELETE", ALIKE + "/multi" + id, "")),
                step(ask("PUT", ALIKE + "/multi?uploadId=none&partNumber=1", "x")),
                step(ask("POST", ALIKE_API + "/tus", "")
                                .header("tus-resumable", "1.0.0")
                                .header("upload-length", "9")
                                .header("upload-metadata", "key " + base64("by tus")))
                        .keeping("tus", "(?i)location: (/v1/tus/.*)"),
                step(ask("HEAD", "{tus}", "").header("tus-resumable", "1.0.0").by(Proof.BASIC)),
                step(patch("0", "four")),
                step(patch("0", "four")),
                step(patch("4", "fiver")),
                step(ask(
                                "POST",
                                ALIKE_API + "/uploads",
                                "{\"key\":\"by chunks\",\"chunk_size\":5,\"size\":8}"))
                        .keeping("up", "\"(?:upload|id)\":\"([^\"]*)\""),
                step(ask("PUT", "/v1/uploads/{up}/chunks/2", "two")),
                step(ask("PUT", "/v1/uploads/{up}/chunks/1", "first")),
                step(ask("GET", "/v1/uploads/{up}", "")),
                step(ask("POST", "/v1/uploads/{up}/complete", "")));
    }

    private static Ask patch(String offset, String body) {
        return ask("PATCH", "{tus}", body)
                .by(Proof.BASIC)
                .header("tus-resumable", "1.0.0")
                .header("upload-offset", offset)
                .header("content-type", "application/offset+octet-stream");
    }

    private static List<Step> ofApi() {
        return List.of(
                step(
                        ask("PUT", ALIKE_API + "/objects/a/1", "api")
                                .header("content-type", "text/plain")),
                step(ask("PUT", ALIKE_API + "/objects/a/2", "api").header("x-meta-who", "me")),
                step(ask("PUT", ALIKE_API + "/objects/a/2", "api").header("if-none-match", "*")),
                step(ask("PUT", ALIKE_API + "/objects/a/3", "api").by(Proof.NONE)),
                step(
                        ask(
                                "POST",
                                ALIKE_API + "/copy",
                                "{\"from\":{\"key\":\"a/1\"},\"to\":{\"key\":\"c/1\"}}")),
                step(
                        ask(
                                "POST",
                                ALIKE_API + "/move",
                                "{\"from\":{\"prefix\":\"c/\"},\"to\":{\"prefix\":\"d/\"}}")),
                step(ask("POST", ALIKE_API + "/delete", "{\"objects\":[{\"key\":\"d/1\"}]}")),
                step(ask("POST", ALIKE_API + "/delete", "{nonsense")),
                step(ask("DELETE", ALIKE_API + "/objects?prefix=a/&dry_run=true", "")),
                step(ask("DELETE", ALIKE_API + "/objects?prefix=a/", "")),
                step(
                        ask(
                                "POST",
                                "/v1/transactions",
                                "{\"parts\":[{\"delete\":{\"bucket\":\"alike\",\"key\":\"x\"}}]}")),
                step(ask("DELETE", ALIKE_API + "/objects/none", "")),
                step(ask("PATCH", ALIKE_API + "/settings", "{\"history_window\":\"1h\"}")));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String complete(byte[] part) {
        return "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"
                + md5(part)
                + "</ETag></Part></CompleteMultipartUpload>";
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void requestsAreNeverPassedOnTwice() {
        owner.believes(
                ClusterKit.assigned(
                        7, layout(1).members(), new Rule(Match.ofBucket("theirs"), asked.id())));
        Reply reply = new Caller(asked).tell(ask("PUT", BUCKET + "/disputed", "x"));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text())
                .contains("<Code>OwnerDisputed</Code>")
                .contains("<Epoch>7</Epoch>")
                .contains("<PassedOnByEpoch>1</PassedOnByEpoch>");
        assertThat(reply.header("retry-after")).contains("1");
        await().untilAsserted(() -> assertThat(lines(owner, "/disputed")).hasSize(1));
        await().untilAsserted(() -> assertThat(lines(asked, "/disputed")).hasSize(1));
    }

    @Test
    void anOwnerThatIsDownIsToldOnEitherSurface() throws IOException {
        try (ServerSocket gone = new ServerSocket(0)) {
            believe(owned("http://127.0.0.1:" + gone.getLocalPort()));
        }
        Reply s3 = new Caller(asked).tell(ask("PUT", BUCKET + "/key", "x"));
        assertThat(s3.status()).isEqualTo(503);
        assertThat(s3.text()).contains("<Code>OwnerUnavailable</Code>");
        assertThat(s3.header("retry-after")).contains("1");
        Reply api = new Caller(asked).tell(ask("PUT", API + "/objects/key", "x"));
        assertThat(api.status()).isEqualTo(503);
        assertThat(api.text()).contains("\"code\":\"OwnerUnavailable\"");
        assertThat(api.header("retry-after")).contains("1");
    }

    @Test
    void anOwnerThatSaysNothingIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0)) {
            believe(owned("http://127.0.0.1:" + silent.getLocalPort()));
            Reply reply = new Caller(asked).tell(ask("PUT", BUCKET + "/key", "x"));
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text())
                    .contains("<Code>OwnerUnavailable</Code>")
                    .contains("not known whether");
        }
    }

    /// The bucket is of a member at another URL.
    private ClusterLayout owned(String url) {
        NodeId node = new NodeId(99);
        return ClusterKit.assigned(
                2,
                List.of(
                        ClusterKit.writer("asked", asked),
                        ClusterKit.member("other", node, url, Member.Role.WRITER)),
                new Rule(Match.ofBucket("theirs"), node));
    }

    @Test
    void whoMayNotPassOnNamesTheOwner() {
        asked.believes(ClusterKit.with(layout(1), NotOwner.REFUSE, ReadOnly.FORWARD));
        Reply reply = new Caller(asked).tell(ask("PUT", BUCKET + "/key", "x"));
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.text())
                .contains("<Code>NotOwner</Code>")
                .contains("<Owner>owner</Owner>")
                .contains("<OwnerUrl>" + owner.uri() + "</OwnerUrl>");
        assertThat(reply.header("varve-owner")).contains("owner");
        assertThat(reply.header("varve-owner-url")).contains(owner.uri().toString());
    }

    @Test
    void aNodeMayRefuseThoughTheLayoutSaysToPassOn(@TempDir Path directory) {
        try (ClusterKit other = new ClusterKit(directory)) {
            ClusterKit.Node node = other.start("node", Map.of("cluster.not-owner", "refuse"));
            node.believes(
                    ClusterKit.assigned(
                            1,
                            List.of(
                                    ClusterKit.writer("node", node),
                                    ClusterKit.writer("owner", owner)),
                            new Rule(Match.ofBucket("theirs"), owner.id())));
            Reply reply = new Caller(node).tell(ask("PUT", BUCKET + "/key", "x"));
            assertThat(reply.text()).contains("<Code>NotOwner</Code>");
        }
    }

    @Test
    void aReadOnlyMemberRedirectsOrPassesOnAllThatChangesSomething() {
        List<Member> members =
                List.of(ClusterKit.reader("asked", asked), ClusterKit.writer("owner", owner));
        ClusterLayout layout = ClusterKit.assigned(1, members);
        believe(ClusterKit.with(layout, NotOwner.FORWARD, ReadOnly.REDIRECT));
        Reply redirected = new Caller(asked).tell(ask("PUT", "/any/a%20b?tagging", "x"));
        assertThat(redirected.status()).isEqualTo(307);
        assertThat(redirected.text()).contains("<Code>TemporaryRedirect</Code>");
        assertThat(redirected.header("location")).contains(owner.uri() + "/any/a%20b?tagging");
        believe(layout);
        assertThat(new Caller(asked).tell(ask("PUT", "/any", "")).status()).isEqualTo(200);
        assertThat(new Caller(owner).tell(ask("GET", "/any", "")).status()).isEqualTo(200);
        Reply key = new Caller(asked).tell(ask("POST", "/v1/keys", "{\"user\":\"u\"}"));
        await().untilAsserted(() -> assertThat(lines(owner, "/v1/keys")).hasSize(1));
        assertThat(key.status()).isNotEqualTo(503);
    }

    @Test
    void theOwnerKnowsTheClientsAddressAndTheFirstRequestsId() {
        Reply reply =
                new Caller(asked)
                        .tell(
                                ask("PUT", BUCKET + "/whose", "x")
                                        .header("x-forwarded-for", "203.0.113.9"));
        String id = reply.header("x-amz-request-id").orElseThrow();
        await().untilAsserted(() ->
                assertThat(lines(owner, "/whose"))
                        .singleElement()
                        .asString()
                        .startsWith("203.0.113.9 ")
                        .contains(id));
    }

    @Test
    void nobodyElseIsBelievedToPassOn() {
        String forged =
                "v=1; nodes=0000000000000001; epoch=1; id=AAAA; for=203.0.113.9; proto=http;"
                        + " time="
                        + System.currentTimeMillis()
                        + "; mac="
                        + "0".repeat(64);
        Reply reply =
                new Caller(asked)
                        .tell(
                                ask("PUT", API + "/objects/forged", "x")
                                        .header("varve-forwarded", forged));
        assertThat(reply.status()).isIn(201, 404); // passed on as ever
        await().untilAsserted(() ->
                assertThat(lines(owner, "/forged"))
                        .singleElement()
                        .asString()
                        .startsWith("127.0.0.1 "));
        new Caller(owner)
                .tell(ask("PUT", BUCKET + "/direct", "x").header("varve-forwarded", forged));
        await().untilAsserted(() ->
                assertThat(lines(owner, "/direct"))
                        .singleElement()
                        .asString()
                        .startsWith("127.0.0.1 "));
    }

    @Test
    void whatIsOfTwoOwnersIsRefusedWithTheirNames() {
        String both =
                "{\"parts\":[{\"delete\":{\"bucket\":\"mixed\",\"key\":\"a/1\"}},"
                        + "{\"delete\":{\"bucket\":\"mixed\",\"key\":\"b/1\"}}]}";
        Reply differ = new Caller(asked).tell(ask("POST", "/v1/transactions", both));
        assertThat(differ.status()).isEqualTo(409);
        assertThat(differ.text()).contains("OwnersDiffer").contains("asked, owner");
        Reply prefix =
                new Caller(asked)
                        .tell(ask("DELETE", "/v1/buckets/mixed/objects?everything=true", ""));
        assertThat(prefix.status()).isEqualTo(409);
        Reply one =
                new Caller(asked)
                        .tell(
                                ask(
                                        "POST",
                                        "/v1/buckets/mixed/delete",
                                        "{\"objects\":[{\"key\":\"b/1\"}]}"));
        assertThat(one.status()).isEqualTo(207);
        await().untilAsserted(() -> assertThat(lines(owner, "/mixed/")).hasSize(1));
    }

    @Test
    void aClientThatLeavesEndsWhatWasPassedOn() throws IOException {
        new Caller(asked).tell(ask("PUT", BUCKET, ""));
        byte[] wire = new Caller(asked).wire(ask("PUT", BUCKET + "/half", noise(1 << 20)));
        try (RawClient client = RawClient.to(asked.port())) {
            client.send(Arrays.copyOf(wire, wire.length - 1000));
        }
        await().untilAsserted(() ->
                assertThat(lines(owner, "/half")).singleElement().asString().contains(" 400 "));
        assertThat(new Caller(owner).tell(ask("HEAD", BUCKET + "/half", "")).status())
                .isEqualTo(404);
    }

    @Test
    void manyBytesComeThroughAsTheyAre() {
        new Caller(asked).tell(ask("PUT", BUCKET, ""));
        byte[] bytes = noise(64 << 20);
        Reply put = new Caller(asked).tell(ask("PUT", BUCKET + "/large", bytes));
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.header("etag")).contains("\"" + md5(bytes) + "\"");
        assertThat(new Caller(owner).tell(ask("GET", BUCKET + "/large", "")).body())
                .isEqualTo(bytes);
    }
}
