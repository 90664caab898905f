package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.server.store.SettingsChange;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What everybody may do in a bucket that is public: get its objects by name, and nothing else.
class PublicBucketTest {
    @TempDir Path directory;
    private HandlerKit kit;

    @BeforeEach
    void open() {
        kit = HandlerKit.open(directory);
        kit.bucket("public").put("public", "key").bucket("private").put("private", "key");
        set(true);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private void set(boolean open) {
        kit.store("alice")
                .buckets()
                .change(new BucketName("public"), new SettingsChange.SetPublicRead(open))
                .orThrow();
    }

    private Told nobody(String method, String target) {
        return kit.send(SentRequest.of(method, target));
    }

    @Test
    void givesObjectsByNameToEverybody() {
        assertThat(nobody("GET", "/public/key").is(200).body()).isEqualTo("key");
        nobody("HEAD", "/public/key").is(200);
        nobody("GET", "/public/none").refused(404, "NoSuchKey");
        kit.send(SentRequest.of("GET", "/public/key").by("bob")).is(200);
        kit.send(SentRequest.of("GET", "/public/key").by("scoped")).is(200);
    }

    @Test
    void givesNothingElse() {
        for (String target :
                List.of(
                        "/public",
                        "/public?list-type=2",
                        "/public?versions",
                        "/public?uploads",
                        "/public?location",
                        "/public?acl",
                        "/public/key?tagging",
                        "/public/key?acl",
                        "/public/key?attributes",
                        "/public/key?versionId=null",
                        "/private/key",
                        "/missing/key",
                        "/")) {
            nobody("GET", target).refused(403, "AccessDenied");
            kit.send(SentRequest.of("GET", target).by("")).is(403);
        }
        nobody("HEAD", "/public").is(403);
        nobody("HEAD", "/public/key?versionId=null").is(403);
        for (String method : List.of("PUT", "DELETE")) {
            nobody(method, "/public/key").refused(403, "AccessDenied");
            nobody(method, "/public").refused(403, "AccessDenied");
        }
        kit.send(SentRequest.of("PUT", "/public/key").by("bob").body("x"))
                .refused(403, "AccessDenied");
        kit.send(SentRequest.of("GET", "/public").by("bob")).refused(403, "AccessDenied");
        assertThat(kit.send(SentRequest.of("GET", "/").by("bob")).all("Buckets/Bucket/Name"))
                .isEmpty();
    }

    @Test
    void othersMayCopyWhatIsPublicButNotItsPast() {
        kit.send(SentRequest.of("PUT", "/bobs").by("bob")).is(200);
        kit.send(copy("/public/key")).is(200);
        kit.send(copy("/public/key?versionId=null")).refused(403, "AccessDenied");
        kit.send(copy("/private/key")).refused(403, "AccessDenied");
    }

    private static SentRequest copy(String source) {
        return SentRequest.of("PUT", "/bobs/copy").by("bob").header("x-amz-copy-source", source);
    }

    @Test
    void closesAgain() {
        set(false);
        nobody("GET", "/public/key").refused(403, "AccessDenied");
    }
}
