package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.ObjectKey;
import dev.varve.server.store.SettingsChange;
import dev.varve.server.store.SettingsChange.SetBytesWindow;
import dev.varve.server.store.SettingsChange.SetHistoryWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Buckets that show another one as it was, and reads as of a moment.
class PastBucketTest {
    private static final BucketName PHOTOS = new BucketName("photos");
    private static final String COPY_SOURCE = "x-amz-copy-source";

    @TempDir Path directory;
    private HandlerKit kit;
    private long then;
    private String view = "";

    @BeforeEach
    void open() {
        kit = HandlerKit.open(directory).bucket("photos").put("photos", "a/1", "a/2", "b");
        then = kit.varve.position().value();
        view = "photos--at--p" + then;
        kit.store("alice").delete(PHOTOS, ObjectKey.of("a/1")).orThrow();
        kit.send("PUT", "/photos/b", "changed").is(200);
        kit.put("photos", "new");
    }

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void showsWhatWasThere() {
        assertThat(kit.get("/" + view + "/a/1").is(200).body()).isEqualTo("a/1");
        assertThat(kit.get("/" + view + "/b").is(200).body()).isEqualTo("b");
        kit.get("/" + view + "/new").refused(404, "NoSuchKey");
        kit.send("HEAD", "/" + view + "/a/1").is(200);
        assertThat(kit.get("/" + view).is(200).all("Contents/Key"))
                .containsExactly("a/1", "a/2", "b");
        Told page = kit.get("/" + view + "?list-type=2&delimiter=/");
        assertThat(page.all("CommonPrefixes/Prefix")).containsExactly("a/");
        assertThat(page.one("Name")).isEqualTo(view);
        assertThat(kit.get("/" + view + "?versions").all("Version/Key"))
                .containsExactly("a/1", "a/2", "b");
    }

    @Test
    void readsAsOfAMomentBesideTheName() {
        for (String moment : List.of(Long.toString(then))) {
            assertThat(kit.get("/photos/a/1?as-of=" + moment).is(200).body()).isEqualTo("a/1");
            assertThat(kit.send(alice("/photos/b").header("x-varve-as-of", moment)).body())
                    .isEqualTo("b");
            assertThat(kit.get("/photos?list-type=2&as-of=" + moment).all("Contents/Key"))
                    .containsExactly("a/1", "a/2", "b");
        }
        assertThat(kit.get("/photos/b").body()).isEqualTo("changed");
    }

    private static SentRequest alice(String target) {
        return SentRequest.of("GET", target).by("alice");
    }

    @Test
    void aRequestIsAboutOneMoment() {
        for (String moment :
                List.of("", "yesterday", "-1", "p1", "2026-11-20", "2026-02-30T00:00:00Z")) {
            kit.get("/photos/b?as-of=" + moment).refused(400, "InvalidArgument");
        }
        kit.get("/photos/b?as-of").refused(400, "InvalidArgument");
        kit.get("/photos/b?as-of=1&as-of=1").refused(400, "InvalidArgument");
        kit.get("/" + view + "/b?as-of=1").refused(400, "InvalidArgument");
        kit.send(alice("/photos/b?as-of=1").header("x-varve-as-of", "1"))
                .refused(400, "InvalidArgument");
        kit.get("/photos/b?as-of=999999").refused(400, "InvalidArgument");
        kit.get("/photos/b?as-of=2999-01-01T00:00:00Z").refused(400, "InvalidArgument");
        kit.get("/?as-of=1").refused(400, "InvalidArgument");
        kit.send("PUT", "/photos/b?as-of=1", "x").refused(501, "NotImplemented");
        kit.send(SentRequest.of("PUT", "/photos/b").by("alice").header("x-varve-as-of", "1"))
                .refused(400, "InvalidArgument");
        assertThat(kit.get("/photos/b").body()).isEqualTo("changed");
    }

    /// Whatever is added to the table: what is not for reading the past is refused there.
    @Test
    void everyOperationThatIsNoReadIsRefused() {
        long before = kit.varve.position().value();
        int refused = 0;
        for (Route row : new Routes(new Owners(new NoUsers()), HandlerKit.noForms()).rows()) {
            if (row.level() == Level.SERVICE || row.readsPast() || row.method().equals("OPTIONS")) {
                continue;
            }
            SentRequest request = request(row);
            Told told = kit.send(request.by("alice")).refused(405, "MethodNotAllowed");
            assertThat(told.body()).as(row.name()).contains("view of the past");
            kit.send(request(row).by("")).is(row.guardsItself() ? 405 : 403);
            refused++;
        }
        assertThat(refused).isGreaterThan(20);
        assertThat(kit.varve.position().value()).isEqualTo(before);
    }

    private SentRequest request(Route row) {
        String path = "/" + view + (row.level() == Level.OBJECT ? "/b" : "");
        SentRequest request =
                SentRequest.of(row.method(), path + "?" + String.join("&", row.selectors()))
                        .beforeBody(() -> {
                            throw new AssertionError(row.name() + " read the body");
                        });
        return row.copies() ? request.header(COPY_SOURCE, "/photos/b") : request;
    }

    /// What clients look at before they read.
    @Test
    void everyOperationThatReadsAnswersForAView() {
        for (Route row : new Routes(new Owners(new NoUsers()), HandlerKit.noForms()).rows()) {
            if (!row.readsPast() || row.selectors().contains("list-type")) {
                continue;
            }
            String path = row.level() == Level.OBJECT ? "/b" : "";
            String query = "?" + String.join("&", row.selectors());
            SentRequest past = attributes(SentRequest.of(row.method(), "/" + view + path + query));
            SentRequest now = attributes(SentRequest.of(row.method(), "/photos" + path + query));
            assertThat(kit.send(past.by("alice")).status())
                    .as(row.name())
                    .isEqualTo(kit.send(now.by("alice")).status());
        }
        kit.send("HEAD", "/" + view).is(200);
    }

    private static SentRequest attributes(SentRequest request) {
        return request.header("x-amz-object-attributes", "ETag");
    }

    @Test
    void oneObjectIsBroughtBackByCopyingIt() {
        kit.send(
                        SentRequest.of("PUT", "/photos/a/1")
                                .by("alice")
                                .header(COPY_SOURCE, "/" + view + "/a/1"))
                .is(200);
        assertThat(kit.get("/photos/a/1").body()).isEqualTo("a/1");
        kit.send(SentRequest.of("PUT", "/photos/x").by("alice").header(COPY_SOURCE, view + "/new"))
                .refused(404, "NoSuchKey");
    }

    @Test
    void nobodyElseSeesThePast() {
        kit.store("alice")
                .buckets()
                .change(PHOTOS, new SettingsChange.SetPublicRead(true))
                .orThrow();
        kit.send(SentRequest.of("GET", "/photos/b")).is(200);
        for (String user : List.of("", "bob", "scoped")) {
            for (String target :
                    List.of("/" + view + "/b", "/" + view, "/photos/b?as-of=" + then)) {
                kit.send(SentRequest.of("GET", target).by(user)).refused(403, "AccessDenied");
            }
        }
        kit.send(SentRequest.of("PUT", "/bobs").by("bob")).is(200);
        kit.send(SentRequest.of("PUT", "/bobs/y").by("bob").header(COPY_SOURCE, view + "/b"))
                .refused(403, "AccessDenied");
        kit.send(SentRequest.of("GET", "/" + view + "/b").by("root")).is(200);
    }

    /// The name is free for others, but not what it stood for.
    @Test
    void aDeletedBucketIsReadByItsLastOwnerAlone() {
        for (String key : List.of("a/2", "b", "new")) {
            kit.send("DELETE", "/photos/" + key).is(204);
        }
        kit.send("DELETE", "/photos").is(204);
        assertThat(kit.get("/" + view + "/a/1").is(200).body()).isEqualTo("a/1");
        kit.send(SentRequest.of("PUT", "/photos").by("bob")).is(200);
        kit.send(SentRequest.of("PUT", "/photos/a/1").by("bob").body("bob's")).is(200);
        String ofBob = "/photos--at--p" + kit.varve.position().value() + "/a/1";
        assertThat(kit.get("/" + view + "/a/1").is(200).body()).isEqualTo("a/1");
        assertThat(kit.send(SentRequest.of("GET", ofBob).by("bob")).is(200).body())
                .isEqualTo("bob's");
        kit.get(ofBob).refused(403, "AccessDenied");
        kit.send(SentRequest.of("GET", "/" + view + "/a/1").by("bob")).refused(403, "AccessDenied");
        kit.send(SentRequest.of("GET", "/photos/a/1?as-of=" + then).by("bob"))
                .refused(403, "AccessDenied");
    }

    @Test
    void partsAreMadeOfWhatThereWas() {
        String id = kit.send("POST", "/photos/joined?uploads").is(200).one("UploadId");
        String part = "/photos/joined?partNumber=1&uploadId=" + id;
        String etag =
                kit.send(SentRequest.of("PUT", part).by("alice").header(COPY_SOURCE, view + "/a/1"))
                        .is(200)
                        .one("ETag");
        kit.send(
                        "POST",
                        "/photos/joined?uploadId=" + id,
                        "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"
                                + etag
                                + "</ETag></Part></CompleteMultipartUpload>")
                .is(200);
        assertThat(kit.get("/photos/joined").body()).isEqualTo("a/1");
    }

    @Test
    void aBucketThatIsReallyCalledSoIsWhatItIs() {
        String name = "photos--at--p1";
        kit.send("PUT", "/" + name).refused(405, "MethodNotAllowed");
        kit.send("PUT", "/photos--at--noon").refused(400, "InvalidBucketName");
        kit.bucket(name).put(name, "own");
        assertThat(kit.get("/" + name + "/own").is(200).body()).isEqualTo("own");
        kit.send("PUT", "/" + name + "/own", "changed").is(200);
    }

    @Test
    void purgedHistoryIsRefusedAndSaysWhereItBegins() {
        kit.store("alice").buckets().change(PHOTOS, new SetHistoryWindow(Duration.ZERO)).orThrow();
        kit.send("PUT", "/photos/a/2", "changed").is(200);
        kit.varve.maintenance().purge();
        for (String target : List.of("", "/a/2", "?versions", "?location", "/b?tagging")) {
            assertThat(kit.get("/" + view + target).refused(410, "HistoryPurged").body())
                    .contains("begins at 20");
        }
        kit.send("HEAD", "/" + view).is(410);
    }

    @Test
    void bytesThatWentBeforeTheirHistoryAreRefusedAndTheRestIsTold() {
        kit.store("alice").buckets().change(PHOTOS, new SetBytesWindow(Duration.ZERO)).orThrow();
        kit.send("PUT", "/photos/a/2", "changed").is(200);
        kit.varve.maintenance().releaseBytes();
        assertThat(kit.get("/" + view + "/a/2").refused(410, "BytesReleased").body())
                .contains("window for bytes");
        kit.get("/photos/a/2?as-of=" + then).refused(410, "BytesReleased");
        Told head = kit.send("HEAD", "/" + view + "/a/2").is(200);
        assertThat(head.headers().get("x-varve-bytes-released", "")).isEqualTo("true");
        kit.send(
                        SentRequest.of("PUT", "/photos/copied")
                                .by("alice")
                                .header(COPY_SOURCE, view + "/a/2"))
                .refused(410, "BytesReleased");
        assertThat(kit.get("/" + view).is(200).all("Contents/Key"))
                .containsExactly("a/1", "a/2", "b");
        assertThat(kit.get("/" + view + "/b").is(200).body()).isEqualTo("b");
        assertThat(kit.get("/photos/a/2").is(200).body()).isEqualTo("changed");
    }

    @Test
    void aBucketThatWasNotThereIsMissing() {
        assertThat(kit.get("/photos--at--p0/b").refused(404, "NoSuchBucket").body())
                .contains("There was no such bucket then");
        kit.get("/none--at--p" + then + "/b").refused(404, "NoSuchBucket");
        kit.get("/at--0000000000000001--p" + then + "/b").refused(404, "NoSuchBucket");
        kit.send(SentRequest.of("GET", "/none--at--p1/b").by("scoped")).is(403);
        kit.send(SentRequest.of("GET", "/none--at--p1/b")).is(403);
    }

    @Test
    void versionsOfAVersionedBucketAreThoseOfThen() {
        kit.store("alice")
                .buckets()
                .change(PHOTOS, new SettingsChange.SetVersioning(Versioning.ENABLED))
                .orThrow();
        kit.send("PUT", "/photos/v", "one").is(200);
        kit.send("PUT", "/photos/v", "two").is(200);
        String at = "/photos--at--p" + kit.varve.position().value();
        kit.send("PUT", "/photos/v", "three").is(200);
        List<String> ids = kit.get(at + "?versions&prefix=v").all("Version/VersionId");
        assertThat(ids).hasSize(2);
        kit.send("DELETE", "/photos/v?versionId=" + ids.getLast()).is(204);
        assertThat(kit.get(at + "/v?versionId=" + ids.getLast()).body()).isEqualTo("one");
        Told first = kit.get(at + "?versions&prefix=v&max-keys=1");
        assertThat(first.one("NextVersionIdMarker")).isEqualTo(ids.getFirst());
        assertThat(
                        kit.get(
                                        at
                                                + "?versions&prefix=v&key-marker=v&version-id-marker="
                                                + ids.getFirst())
                                .all("Version/VersionId"))
                .containsExactly(ids.getLast());
    }

    @Test
    void aViewIsFoundInTheHostToo() {
        SentRequest request = alice("/a/1").header("host", view + ".s3.test");
        assertThat(kit.send(request).is(200).body()).isEqualTo("a/1");
    }
}
