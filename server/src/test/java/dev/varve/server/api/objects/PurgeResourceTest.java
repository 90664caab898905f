package dev.varve.server.api.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.ObjectLock;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.ObjectKey;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.Version;
import dev.varve.server.api.ApiKit;
import dev.varve.server.store.AttributeChange;
import dev.varve.server.store.Body;
import dev.varve.server.store.PutRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PurgeResourceTest {
    private static final BucketName PHOTOS = new BucketName("photos");
    private static final String PATH = "/v1/buckets/photos/purge";

    @TempDir private Path directory;
    private ApiKit kit;

    @BeforeEach
    void open() {
        kit = ApiKit.open(directory, new PurgeResource());
        kit.bucket("photos");
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private VersionId put(BucketName bucket, String key, String text) {
        Body body = Body.of(text.getBytes(StandardCharsets.UTF_8));
        return kit.store("alice")
                .put(PutRequest.of(bucket, ObjectKey.of(key), body))
                .orThrow()
                .version();
    }

    private List<Version> history(String key) {
        return kit.store("alice").history().of(PHOTOS, ObjectKey.of(key), null, 100).orThrow();
    }

    private JsonNode purge(String form) {
        return kit.send("POST", PATH, form).is(200).json();
    }

    @Test
    void purgesWhatWasOverwrittenOrDeletedOfAKey() {
        put(PHOTOS, "a", "one");
        put(PHOTOS, "a", "two");
        put(PHOTOS, "ab", "one");
        put(PHOTOS, "ab", "two");

        JsonNode told = purge("{\"key\":\"a\"}");

        assertThat(told.path("versions").asInt()).isEqualTo(1);
        assertThat(told.path("bytes").asInt()).isEqualTo(3);
        assertThat(history("a")).hasSize(1);
        assertThat(history("ab")).hasSize(2);
        assertThat(purge("{\"key\":\"a\"}").path("versions").asInt()).isZero();
    }

    @Test
    void purgesBelowAPrefixAndEverything() {
        for (String key : List.of("in/a", "in/b", "out")) {
            put(PHOTOS, key, "one");
            put(PHOTOS, key, "two");
        }
        assertThat(purge("{\"prefix\":\"in/\"}").path("versions").asInt()).isEqualTo(2);
        assertThat(history("out")).hasSize(2);
        assertThat(purge("{\"everything\":true}").path("versions").asInt()).isEqualTo(1);
    }

    @Test
    void deletesAVersionForRealThoughItCanBeSeen() {
        VersionId only = put(PHOTOS, "a", "one");

        assertThat(purge("{\"key\":\"a\",\"version\":\"" + only + "\"}").path("versions").asInt())
                .isEqualTo(1);

        assertThat(history("a")).isEmpty();
        kit.send("POST", PATH, "{\"key\":\"a\",\"version\":\"" + only + "\"}")
                .refused(409, "NotDeleted");
        kit.send("POST", PATH, "{\"key\":\"a\",\"version\":\"null\"}")
                .refused(404, "NoSuchVersion");
    }

    @Test
    void keepsAVersionThatIsLocked() {
        BucketName locked = new BucketName("locked");
        kit.store("alice")
                .buckets()
                .create(
                        locked,
                        BucketSettings.DEFAULT
                                .withVersioning(Versioning.ENABLED)
                                .withObjectLock(new ObjectLock(true, null, Duration.ZERO)))
                .orThrow();
        VersionId held = put(locked, "a", "one");
        kit.store("alice")
                .change(locked, ObjectKey.of("a"), null, new AttributeChange.SetLegalHold(true))
                .orThrow();

        kit.send("POST", "/v1/buckets/locked/purge", "{\"key\":\"a\",\"version\":\"" + held + "\"}")
                .refused(409, "ObjectLocked");
        kit.store("alice")
                .history()
                .of(locked, ObjectKey.of("a"), null, 10)
                .map(all -> assertThat(all).hasSize(1))
                .orThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"prefix\":\"\"}",
                "{\"key\":\"a\",\"prefix\":\"a\"}",
                "{\"prefix\":\"a\",\"everything\":true}",
                "{\"prefix\":\"a\",\"version\":\"null\"}",
                "{\"key\":\"a\",\"version\":\"x\"}",
                "{\"key\":\"\"}"
            })
    void refusesToGuessWhatIsMeant(String form) {
        kit.send("POST", PATH, form).refused(400, "InvalidArgument");
    }

    @Test
    void isForThoseWhoMayDelete() {
        put(PHOTOS, "a", "one");
        put(PHOTOS, "a", "two");
        kit.request("POST", PATH)
                .by("bob")
                .body("{\"key\":\"a\"}")
                .send()
                .refused(403, "AccessDenied");
        assertThat(history("a")).hasSize(2);
    }
}
