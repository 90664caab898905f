package dev.varve.server.api.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.server.api.ApiKit;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Told;
import dev.varve.server.store.Body;
import dev.varve.server.store.PutRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaintenanceResourceTest {
    private final Jobs jobs = new Jobs(InstantSource.system());
    @TempDir private Path directory;
    private ApiKit kit;

    /// The store exists only once the kit does.
    private List<Endpoint> endpoints() {
        List<Endpoint> all =
                new ArrayList<>(
                        new MaintenanceResource(
                                        () -> kit.varve.maintenance(),
                                        new JournalWork(() -> kit.varve.snapshots()),
                                        jobs)
                                .endpoints());
        all.addAll(
                new JournalResource(() -> kit.varve.journal(), () -> kit.varve.snapshots())
                        .endpoints());
        all.addAll(
                new BlobReportsResource(() -> kit.varve.maintenance(), () -> kit.varve.upkeep())
                        .endpoints());
        return all;
    }

    @BeforeEach
    void open() {
        kit = ApiKit.open(directory, this::endpoints);
        kit.bucket("photos");
        for (int i = 0; i < 5; i++) {
            kit.store("alice")
                    .put(
                            PutRequest.of(
                                    new BucketName("photos"),
                                    ObjectKey.of("k" + i),
                                    Body.of(new byte[] {(byte) i})))
                    .orThrow();
        }
    }

    @AfterEach
    void close() {
        jobs.close();
        kit.close();
    }

    private Told root(String method, String path) {
        return kit.request(method, path).by("root").send();
    }

    private JsonNode finished(Told started) {
        String path = started.is(202).headers().get("location", "");
        await().until(() -> !root("GET", path).text("/state").equals("running"));
        return root("GET", path).is(200).json();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "purge",
                "reclaim",
                "reconcile",
                "flush",
                "scrub",
                "scrub?deep",
                "snapshot",
                "trim"
            })
    void doesWhatItIsToldAndTellsOfIt(String action) {
        JsonNode job = finished(root("POST", "/v1/maintenance/" + action));

        assertThat(job.at("/state").asText()).as(job.toString()).isEqualTo("done");
        assertThat(job.at("/by").asText()).isEqualTo("root");
        assertThat(job.at("/action").asText()).isEqualTo(action.replace("?deep", ""));
        assertThat(job.has("ended")).isTrue();
        assertThat(job.has("error")).isFalse();
    }

    @Test
    void countsWhatAScrubLookedAt() {
        JsonNode job = finished(root("POST", "/v1/maintenance/scrub?deep=true"));

        assertThat(job.at("/figures/blobs").asLong()).isEqualTo(5);
        assertThat(job.at("/figures/findings").asLong()).isZero();
    }

    @Test
    void countsWhatReconcileLookedAt() {
        JsonNode job = finished(root("POST", "/v1/maintenance/reconcile"));

        assertThat(job.at("/figures/looked_at").asLong()).isEqualTo(5);
        assertThat(job.at("/figures/unreferenced").asLong()).isZero();
    }

    @Test
    void tellsWhatTheLastReconcileFound() {
        assertThat(root("GET", "/v1/maintenance/reconcile").is(200).json().has("last")).isFalse();
        finished(root("POST", "/v1/maintenance/reconcile?repair"));

        JsonNode report = root("GET", "/v1/maintenance/reconcile").is(200).json().at("/last");
        assertThat(report.at("/repair").asBoolean()).isTrue();
        assertThat(report.at("/clean").asBoolean()).isTrue();
        assertThat(report.at("/blobs").asLong()).isEqualTo(5);
        assertThat(report.at("/references").asLong()).isEqualTo(5);
        assertThat(report.at("/kinds")).hasSize(5);
        assertThat(report.at("/kinds/0/kind").asText()).isEqualTo("missing");
        assertThat(report.at("/kinds/0/count").asLong()).isZero();
    }

    @Test
    void tellsHowFarTheScrubsAre() {
        JsonNode scrubs = root("GET", "/v1/maintenance/scrub").is(200).json().at("/scrubs");
        assertThat(scrubs).hasSize(2);
        assertThat(scrubs.at("/0/depth").asText()).isEqualTo("deep");
        assertThat(scrubs.at("/0/period").asLong()).isEqualTo(30 * 86_400);
        assertThat(scrubs.at("/1/depth").asText()).isEqualTo("light");
        assertThat(scrubs.at("/1/round").asLong()).isEqualTo(1);
        assertThat(scrubs.at("/1/latest")).isEmpty();
    }

    @Test
    void tellsHowFarRecompressionIs() {
        JsonNode recompression = root("GET", "/v1/maintenance/recompress").is(200).json();
        assertThat(recompression.at("/on").asBoolean()).isFalse();
        assertThat(recompression.at("/round").asLong()).isEqualTo(1);
        assertThat(recompression.at("/saved_since_start").asLong()).isZero();
    }

    @Test
    void listsWhatIsInQuarantine() throws IOException {
        damagePacks();
        finished(root("POST", "/v1/maintenance/scrub?deep"));

        JsonNode list = root("GET", "/v1/maintenance/quarantine?limit=3").is(200).json();
        assertThat(list.at("/blobs")).hasSize(3);
        assertThat(list.at("/truncated").asBoolean()).isTrue();
        assertThat(list.at("/complete").asBoolean()).isTrue();
        assertThat(list.at("/blobs/0/references").asLong()).isEqualTo(1);
        assertThat(list.at("/blobs/0/versions/0/bucket").asText()).isEqualTo("photos");
        assertThat(list.at("/blobs/0/versions/0/key").asText()).startsWith("k");
        root("GET", "/v1/maintenance/quarantine?limit=0").refused(400, "InvalidArgument");
    }

    /// Turns all that follows the header of each pack.
    private void damagePacks() throws IOException {
        try (Stream<Path> packs = Files.list(directory.resolve("blobs/packs"))) {
            for (Path pack : packs.toList()) {
                byte[] bytes = Files.readAllBytes(pack);
                for (int i = 24; i < bytes.length; i++) {
                    bytes[i] ^= 1;
                }
                Files.write(pack, bytes);
            }
        }
    }

    @Test
    void listsJobsNewestFirst() {
        finished(root("POST", "/v1/maintenance/flush"));
        finished(root("POST", "/v1/maintenance/purge"));

        JsonNode list = root("GET", "/v1/maintenance/jobs").is(200).json().at("/jobs");
        assertThat(list).hasSize(2);
        assertThat(list.at("/0/action").asText()).isEqualTo("purge");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/maintenance/explode, 404, NoSuchResource",
        "POST, /v1/maintenance/purge?deep, 400, InvalidArgument",
        "POST, /v1/maintenance/purge?force, 400, InvalidArgument",
        "POST, /v1/maintenance/scrub?repair, 400, InvalidArgument",
        "GET, /v1/maintenance/jobs/none, 404, NoSuchResource",
        "GET, /v1/maintenance/purge, 405, MethodNotAllowed"
    })
    void refusesWhatThereIsNot(String method, String path, int status, String code) {
        root(method, path).refused(status, code);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/maintenance/purge",
        "GET, /v1/maintenance/jobs",
        "HEAD, /v1/maintenance/jobs",
        "GET, /v1/maintenance/reconcile",
        "GET, /v1/maintenance/quarantine",
        "GET, /v1/maintenance/scrub",
        "GET, /v1/maintenance/recompress",
        "GET, /v1/maintenance/jobs/none"
    })
    void isForOperatorsOnly(String method, String path) {
        kit.request(method, path).by("alice").send().is(403);
        kit.request(method, path).send().is(401);
        assertThat(jobs.list()).isEmpty();
    }

    @Test
    void tellsOfTheJournalAndWhoHoldsIt() {
        JsonNode taken = finished(root("POST", "/v1/maintenance/snapshot"));
        long position = taken.path("figures").path("position").asLong();
        assertThat(position).isGreaterThan(5);
        JsonNode trimmed = finished(root("POST", "/v1/maintenance/trim"));
        assertThat(trimmed.path("figures").path("segments").asInt(-1)).isZero();
        JsonNode journal = root("GET", "/v1/journal").is(200).json();
        assertThat(journal.path("oldest").asLong(-1)).isZero();
        assertThat(journal.path("newest").asLong()).isGreaterThanOrEqualTo(position);
        assertThat(journal.path("snapshots")).hasSize(1);
        assertThat(journal.path("snapshots").path(0).path("position").asLong()).isEqualTo(position);
        assertThat(journal.path("trim").path("segments").asInt(-1)).isZero();
        assertThat(journal.path("holds").findValuesAsText("by"))
                .startsWith("journal.audit-retention")
                .contains("snapshots", "object view", "history windows");
    }
}
