package dev.varve.server.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.server.api.ApiKit;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Told;
import dev.varve.server.api.admin.BackfillResource;
import dev.varve.server.api.admin.Jobs;
import dev.varve.server.cluster.Backfill;
import dev.varve.server.cluster.ClusterStatus;
import dev.varve.server.cluster.Heard;
import dev.varve.server.cluster.PeerStatus;
import dev.varve.server.cluster.PeerStatus.Direction;
import dev.varve.server.cluster.PeerStatus.Lag;
import dev.varve.server.cluster.PeerStatus.State;
import dev.varve.server.store.Body;
import dev.varve.server.store.PutRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterResourceTest {
    private static final String A =
            "{\"node\":\"self\",\"name\":\"a\",\"urls\":[\"http://a:9000\"]}";
    private static final String B =
            "{\"node\":\"000000000000000b\",\"name\":\"b\",\"urls\":[\"http://b:9000\"],"
                    + "\"role\":\"read-only\"}";
    private static final String FIRST =
            "{\"mode\":\"replicated\",\"members\":[" + A + "," + B + "]}";

    @TempDir private Path directory;
    private final List<String> steered = new ArrayList<>();
    private final CountDownLatch filled = new CountDownLatch(1);
    private final Jobs jobs = new Jobs(InstantSource.system());
    private ApiKit kit;

    private final class FakeStatus implements ClusterStatus {
        @Override
        public List<PeerStatus> peers() {
            return List.of(
                    new PeerStatus(
                            new NodeId(0xb),
                            Direction.TO,
                            State.CATCHING_UP,
                            7,
                            new Lag(3, Duration.ofMillis(1500), 4096),
                            Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
                            ""));
        }

        @Override
        public Optional<Backfill> backfill() {
            return Optional.of(watch -> {
                watch.at(new Backfill.Figures(2, 3, 1, 10, 1));
                try {
                    filled.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }

        @Override
        public Map<NodeId, Integer> announced() {
            return Map.of();
        }

        @Override
        public Optional<Heard> heard(NodeId node) {
            return Optional.empty();
        }

        @Override
        public boolean pause(NodeId node) {
            return steer("pause", node);
        }

        @Override
        public boolean resume(NodeId node) {
            return steer("resume", node);
        }

        private boolean steer(String verb, NodeId node) {
            steered.add(verb + " " + node);
            return node.value() == 0xb;
        }
    }

    private List<Endpoint> endpoints() {
        List<Endpoint> all =
                new ArrayList<>(
                        new ClusterResource(
                                        provenance -> kit.varve.layouts(provenance),
                                        () -> kit.varve.journal(),
                                        FakeStatus::new)
                                .endpoints());
        all.addAll(new BackfillResource(FakeStatus::new, jobs).endpoints());
        return all;
    }

    @BeforeEach
    void open() {
        kit = ApiKit.open(directory, this::endpoints);
    }

    @AfterEach
    void close() {
        filled.countDown();
        jobs.close();
        kit.close();
    }

    @Test
    void beginsOneBackfillAtATimeForOperators() {
        kit.request("POST", "/v1/cluster/backfill").by("alice").send().refused(403, "AccessDenied");
        Told begun = root("POST", "/v1/cluster/backfill").is(202);
        assertThat(begun.text("/action")).isEqualTo("backfill");
        root("POST", "/v1/cluster/backfill").refused(409, "OperationAborted");
    }

    private Told root(String method, String path) {
        return kit.request(method, path).by("root").send();
    }

    private Told root(String method, String path, String body) {
        return kit.request(method, path).by("root").body(body).send();
    }

    @Test
    void aNodeOnItsOwnSaysSo() {
        Told told = root("GET", "/v1/cluster").is(200);
        assertThat(told.text("/mode")).isEqualTo("standalone");
        assertThat(told.text("/node")).isEqualTo(kit.varve.journal().origin().node().toString());
        assertThat(told.json().has("layout")).isFalse();
        assertThat(told.header("etag")).isEqualTo("\"0\"");
    }

    @Test
    void putsALayoutInForceAndTellsOfIt() {
        Told put = root("PUT", "/v1/cluster", FIRST).is(200);
        assertThat(put.json().at("/epoch").asLong()).isEqualTo(1);
        Told told = root("GET", "/v1/cluster").is(200);
        assertThat(told.text("/mode")).isEqualTo("replicated");
        assertThat(told.text("/layout/members/1/role")).isEqualTo("read-only");
        assertThat(told.header("etag")).isEqualTo("\"1\"");
        assertThat(told.json().at("/layout")).isEqualTo(put.json());
    }

    @Test
    void tellsHowMembersGetOn() {
        root("PUT", "/v1/cluster", FIRST).is(200);
        Told told = root("GET", "/v1/cluster").is(200);
        assertThat(told.json().at("/peers/0").toString())
                .isEqualTo(
                        "{\"node\":\"000000000000000b\",\"name\":\"b\",\"direction\":\"to\","
                                + "\"state\":\"catching-up\",\"position\":7,\"lag_events\":3,"
                                + "\"lag_seconds\":1.5,\"lag_bytes\":4096,"
                                + "\"last_contact\":\"2026-01-01T00:00:00Z\"}");
    }

    @Test
    void aDryRunChangesNothing() {
        root("PUT", "/v1/cluster?dry_run=true", FIRST).is(200);
        assertThat(root("GET", "/v1/cluster").json().at("/epoch").asLong()).isZero();
    }

    @Test
    void takesOnlyTheNextOfWhatTheCallerSaw() {
        root("PUT", "/v1/cluster", FIRST).is(200);
        kit.request("PUT", "/v1/cluster")
                .by("root")
                .header("If-Match", "\"0\"")
                .body(FIRST)
                .send()
                .refused(412, "PreconditionFailed");
        root("PUT", "/v1/cluster", FIRST.replace("{\"mode\"", "{\"epoch\":1,\"mode\""))
                .refused(412, "PreconditionFailed");
        kit.request("PUT", "/v1/cluster")
                .by("root")
                .header("If-Match", "\"1\"")
                .body(FIRST)
                .send()
                .is(200);
        kit.request("PUT", "/v1/cluster")
                .by("root")
                .header("If-Match", "x")
                .body(FIRST)
                .send()
                .refused(400, "InvalidArgument");
    }

    @Test
    void refusesWhatIsNoLayoutAndSaysWhy() {
        root("PUT", "/v1/cluster", FIRST.replace("\"b\",", "\"b b\","))
                .refused(400, "InvalidLayout");
        Told twice = root("PUT", "/v1/cluster", FIRST.replace("\"name\":\"b\"", "\"name\":\"a\""));
        assertThat(twice.refused(400, "InvalidLayout").text("/detail"))
                .isEqualTo("Name a is that of a and of a.");
        root("PUT", "/v1/cluster", "{\"mode\":\"replicated\",\"members\":[]}")
                .refused(400, "InvalidLayout");
        root("PUT", "/v1/cluster", "{\"mode\":\"shared\",\"members\":[]}")
                .refused(400, "MalformedJSON");
    }

    @Test
    void removesAndPromotesMembers() {
        root("POST", "/v1/cluster/members/b/remove").refused(404, "NoSuchResource");
        root("PUT", "/v1/cluster", FIRST).is(200);
        root("POST", "/v1/cluster/members/a/remove").refused(400, "InvalidLayout");
        root("POST", "/v1/cluster/members/a/promote").refused(400, "InvalidArgument");
        Told promoted = root("POST", "/v1/cluster/members/000000000000000b/promote").is(200);
        assertThat(promoted.text("/members/1/role")).isEqualTo("writer");
        Told removed = root("POST", "/v1/cluster/members/b/remove").is(200);
        assertThat(removed.json().at("/epoch").asLong()).isEqualTo(3);
        assertThat(removed.json().at("/members")).hasSize(1);
        root("POST", "/v1/cluster/members/a/remove").refused(400, "InvalidLayout");
    }

    @Test
    void promotesInThePlaceOfAWriterThatIsGone() {
        String rule = "{\"bucket\":\"photos\",\"owner\":\"a\"}";
        root(
                        "PUT",
                        "/v1/cluster",
                        FIRST.replace("replicated", "assigned")
                                .replace(
                                        "\"members\"",
                                        "\"rules\":["
                                                + rule
                                                + "],\"default_owner\":\"a\",\"members\""))
                .is(200);
        String promote = "/v1/cluster/members/b/promote";
        root("POST", promote + "?instead_of=b").refused(400, "InvalidArgument");
        root("POST", promote + "?instead_of=nobody").refused(404, "NoSuchResource");
        root("POST", "/v1/cluster/members/a/promote?instead_of=b").refused(400, "InvalidArgument");
        Told promoted = root("POST", promote + "?instead_of=a").is(200);
        assertThat(promoted.text("/members/0/role")).isEqualTo("read-only");
        assertThat(promoted.text("/members/1/role")).isEqualTo("writer");
        assertThat(promoted.text("/default_owner")).isEqualTo("b");
        assertThat(promoted.text("/rules/0/owner")).isEqualTo("b");
        root("POST", promote + "?instead_of=a").refused(400, "InvalidArgument");
    }

    @Test
    void pausesAndResumesMembersThatAreFollowed() {
        root("PUT", "/v1/cluster", FIRST).is(200);
        root("POST", "/v1/cluster/members/b/pause").is(200);
        root("POST", "/v1/cluster/members/b/resume").is(200);
        root("POST", "/v1/cluster/members/a/pause").refused(409, "OperationAborted");
        root("POST", "/v1/cluster/members/c/pause").refused(404, "NoSuchResource");
        assertThat(steered)
                .startsWith("pause 000000000000000b", "resume 000000000000000b")
                .hasSize(3);
    }

    @Test
    void previewsWhatWouldMove() {
        kit.bucket("photos").bucket("mail");
        put("photos", "in/1");
        put("photos", "out/1");
        put("mail", "1");
        String assigned =
                "{\"mode\":\"assigned\",\"members\":["
                        + A
                        + ","
                        + B.replace("read-only", "writer")
                        + "],\"rules\":[{\"bucket\":\"photos\",\"prefix\":\"in/\",\"owner\":\"b\"}]}";
        Told told = root("POST", "/v1/cluster/preview", "{\"layout\":" + assigned + "}").is(200);
        assertThat(told.json().at("/objects").asLong()).isEqualTo(3);
        assertThat(told.json().at("/more").asBoolean()).isFalse();
        assertThat(told.json().at("/moved").asLong()).isEqualTo(1);
        assertThat(told.text("/moves/0/key")).isEqualTo("in/1");
        assertThat(told.text("/moves/0/to")).isEqualTo("b");
        assertThat(told.json().at("/gains/b").asLong()).isEqualTo(19);
        assertThat(root("GET", "/v1/cluster").json().at("/epoch").asLong()).isZero();
    }

    @Test
    void previewsPartsOfWhatThereIs() {
        kit.bucket("photos");
        put("photos", "in/1");
        put("photos", "in/2");
        put("photos", "out/1");
        String form = "{\"layout\":" + FIRST + ",\"bucket\":\"photos\",\"prefix\":\"in/\"";
        Told one = root("POST", "/v1/cluster/preview", form + ",\"limit\":1}").is(200);
        assertThat(one.json().at("/objects").asLong()).isEqualTo(1);
        assertThat(one.json().at("/more").asBoolean()).isTrue();
        Told all = root("POST", "/v1/cluster/preview", form + "}").is(200);
        assertThat(all.json().at("/objects").asLong()).isEqualTo(2);
        root("POST", "/v1/cluster/preview", form + ",\"limit\":0}").refused(400, "InvalidArgument");
        root("POST", "/v1/cluster/preview", "{\"layout\":" + FIRST + ",\"bucket\":\"nothing\"}")
                .refused(404, "NoSuchBucket");
    }

    @Test
    void isForOperatorsAlone() {
        kit.request("GET", "/v1/cluster").by("alice").send().refused(403, "AccessDenied");
        kit.send("PUT", "/v1/cluster", FIRST).refused(403, "AccessDenied");
        root("PUT", "/v1/cluster", FIRST).is(200);
        for (String verb : List.of("remove", "promote", "pause", "resume")) {
            kit.send("POST", "/v1/cluster/members/b/" + verb).refused(403, "AccessDenied");
        }
        assertThat(steered).isEmpty();
    }

    private void put(String bucket, String key) {
        kit.store("alice")
                .put(
                        PutRequest.of(
                                new BucketName(bucket),
                                ObjectKey.of(key),
                                Body.of(("as " + key).getBytes(StandardCharsets.UTF_8))))
                .orThrow();
    }
}
