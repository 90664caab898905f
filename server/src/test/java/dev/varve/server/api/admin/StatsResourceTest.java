package dev.varve.server.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings.Quota;
import dev.varve.log.ObjectKey;
import dev.varve.server.api.ApiKit;
import dev.varve.server.api.Told;
import dev.varve.server.store.Body;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.SettingsChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatsResourceTest {
    @TempDir private Path directory;
    private ApiKit kit;

    @BeforeEach
    void open() {
        kit =
                ApiKit.open(
                        directory,
                        new StatsResource(
                                () -> kit.varve.blobStats(), () -> kit.varve.position().value()));
        kit.bucket("photos").bucket("videos");
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private void put(String bucket, String key, byte[] bytes) {
        kit.store("alice")
                .put(PutRequest.of(new BucketName(bucket), ObjectKey.of(key), Body.of(bytes)))
                .orThrow();
    }

    @Test
    void tellsOfAllThatABucketHolds() {
        put("photos", "a", new byte[100]);
        put("photos", "a", new byte[70]);
        put("photos", "b", new byte[5]);
        BucketName photos = new BucketName("photos");
        kit.store("alice").uploads().create(photos, ObjectKey.of("u")).orThrow();

        JsonNode held = kit.send("GET", "/v1/buckets/photos/stats").is(200).json().at("/held");
        assertThat(held.at("/objects").asLong()).isEqualTo(2);
        assertThat(held.at("/bytes").asLong()).isEqualTo(75);
        assertThat(held.at("/current_objects").asLong()).isEqualTo(2);
        assertThat(held.at("/history_objects").asLong()).isEqualTo(1);
        assertThat(held.at("/history_bytes").asLong()).isEqualTo(100);
        assertThat(held.at("/upload_bytes").asLong()).isZero();
    }

    @Test
    void tellsOfTheQuotaWhereThereIsOne() {
        SettingsChange quota = new SettingsChange.SetQuota(new Quota(1000, -1));
        kit.store("alice").buckets().change(new BucketName("photos"), quota).orThrow();

        JsonNode told = kit.send("GET", "/v1/buckets/photos/stats").is(200).json();
        assertThat(told.at("/quota_bytes").asLong()).isEqualTo(1000);
        assertThat(told.has("quota_objects")).isFalse();
    }

    @Test
    void tellsWhatDeduplicationAndCompressionSave() {
        byte[] zeros = new byte[200_000];
        put("photos", "a", zeros);
        put("videos", "a", zeros);

        JsonNode told = kit.request("GET", "/v1/stats").by("root").send().is(200).json();
        assertThat(told.at("/held/bytes").asLong()).isEqualTo(400_000);
        assertThat(told.at("/stored/logical_bytes").asLong()).isEqualTo(200_000);
        assertThat(told.at("/stored/deduplicated_bytes").asLong()).isEqualTo(200_000);
        assertThat(told.at("/stored/compressed_bytes").asLong()).isGreaterThan(150_000);
        assertThat(told.at("/stored/physical_bytes").asLong()).isLessThan(50_000);
        assertThat(told.at("/position").asLong()).isEqualTo(kit.varve.position().value());
    }

    @Test
    void keepsTotalsForOperators() {
        kit.send("GET", "/v1/stats").refused(403, "AccessDenied");
        kit.request("GET", "/v1/stats").send().refused(401, "Unauthenticated");
        kit.request("HEAD", "/v1/buckets/photos/stats").by("bob").send().is(403);
        kit.request("GET", "/v1/buckets/photos/stats")
                .by("bob")
                .send()
                .refused(403, "AccessDenied");
    }

    @Test
    void listsBucketsOfTheCallerPageByPage() {
        kit.bucket("music");
        kit.store("bob").buckets().create(new BucketName("bobs")).orThrow();
        put("music", "a", new byte[3]);

        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            Told page = kit.send("GET", "/v1/stats/buckets?limit=2" + cursor).is(200);
            page.json()
                    .at("/buckets")
                    .forEach(each ->
                            found.add(each.at("/name").asText() + " " + each.at("/held/bytes")));
            cursor = page.json().has("next") ? "&cursor=" + page.text("/next") : "";
        } while (!cursor.isEmpty());

        assertThat(found).containsExactly("music 3", "photos 0", "videos 0");
    }
}
