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
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
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
        return new MaintenanceResource(() -> kit.varve.maintenance(), jobs).endpoints();
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
    @ValueSource(strings = {"purge", "reclaim", "reconcile", "flush", "scrub", "scrub?deep"})
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
        "GET, /v1/maintenance/jobs/none"
    })
    void isForOperatorsOnly(String method, String path) {
        kit.request(method, path).by("alice").send().is(403);
        kit.request(method, path).send().is(401);
        assertThat(jobs.list()).isEmpty();
    }
}
