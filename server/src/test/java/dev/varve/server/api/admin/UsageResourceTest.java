package dev.varve.server.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.server.api.ApiKit;
import dev.varve.server.api.Endpoint;
import dev.varve.server.store.Body;
import dev.varve.server.store.PutRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageResourceTest {
    private static final BucketName PHOTOS = new BucketName("photos");
    @TempDir private Path directory;
    private ApiKit kit;
    private Instant now = Instant.now();

    private List<Endpoint> endpoints() {
        return new UsageResource(() -> now).endpoints();
    }

    @BeforeEach
    void open() {
        kit = ApiKit.open(directory, this::endpoints);
        kit.bucket("photos");
        kit.store("alice")
                .put(PutRequest.of(PHOTOS, ObjectKey.of("a"), Body.of(new byte[100])))
                .orThrow();
        kit.store("alice").delete(PHOTOS, ObjectKey.of("a")).orThrow();
        kit.store("alice")
                .put(PutRequest.of(PHOTOS, ObjectKey.of("b"), Body.of(new byte[7])))
                .orThrow();
    }

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void tellsOfEachDayOfABucketAndOfAll() {
        now = now.plus(Duration.ofDays(2));
        for (String path : List.of("/v1/buckets/photos/usage", "/v1/usage")) {
            JsonNode days = kit.request("GET", path).by("root").send().is(200).json().at("/days");
            assertThat(days).hasSize(3);
            JsonNode first = days.get(0);
            assertThat(first.at("/held/objects").asLong()).isEqualTo(1);
            assertThat(first.at("/held/bytes").asLong()).isEqualTo(7);
            assertThat(first.at("/held/history_bytes").asLong()).isEqualTo(100);
            assertThat(first.at("/puts").asLong()).isEqualTo(2);
            assertThat(first.at("/deletes").asLong()).isEqualTo(1);
            JsonNode last = days.get(2);
            assertThat(last.at("/day").asText())
                    .isEqualTo(now.atZone(ZoneOffset.UTC).toLocalDate().toString());
            assertThat(last.at("/held")).isEqualTo(first.at("/held"));
            assertThat(last.at("/puts").asLong()).isZero();
        }
    }

    @Test
    void takesASpanOfDays() {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        String path = "/v1/buckets/photos/usage?from=%s&to=%s";
        assertThat(kit.send("GET", path.formatted(today, today)).is(200).json().at("/days"))
                .hasSize(1);
        assertThat(
                        kit.send("GET", path.formatted(today.minusDays(9), today.minusDays(2)))
                                .is(200)
                                .json()
                                .at("/days"))
                .isEmpty();
        assertThat(
                        kit.send("GET", path.formatted(today, today.plusDays(99)))
                                .is(200)
                                .json()
                                .at("/days"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from=today",
                "to=2026-13-01",
                "from=2026-02-02&to=2026-02-01",
                "from=2020-01-01&to=2021-01-02",
                "days=3"
            })
    void refusesOtherSpans(String query) {
        kit.send("GET", "/v1/buckets/photos/usage?" + query).is(400);
    }

    @Test
    void isForThoseWhoMayKnow() {
        kit.request("GET", "/v1/usage").by("alice").send().refused(403, "AccessDenied");
        kit.request("GET", "/v1/buckets/photos/usage")
                .by("bob")
                .send()
                .refused(403, "AccessDenied");
        kit.request("GET", "/v1/buckets/none/usage").by("root").send().refused(404, "NoSuchBucket");
    }
}
