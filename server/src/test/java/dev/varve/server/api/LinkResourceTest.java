package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Event;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.SettingsChange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkResourceTest {
    private static final BucketName BUCKET = new BucketName(LinkKit.BUCKET);
    private static final ObjectKey KEY = ObjectKey.of("k");

    @TempDir private Path directory;
    private LinkKit kit;

    @BeforeEach
    void open() {
        kit = new LinkKit(directory);
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private String stored() {
        byte[] bytes = kit.store("alice").get(ReadRequest.of(BUCKET, KEY)).orThrow().readAll();
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private boolean isThere() {
        return kit.store("alice").head(ReadRequest.of(BUCKET, KEY)).isDone();
    }

    @Test
    void readsTheObject() {
        kit.put("k", "bytes");
        LinkKit.Minted link = kit.mint("GET", "");
        Told got = kit.use("GET", link).is(200);

        assertThat(got.body()).isEqualTo("bytes");
        assertThat(got.headers().get("accept-ranges", "")).isEqualTo("bytes");
        assertThat(got.headers().get("x-content-type-options", "")).isEqualTo("nosniff");
        String etag = got.headers().get("etag", "");
        kit.send(kit.request("GET", link).header("if-none-match", etag)).is(304);
        Told part = kit.send(kit.request("GET", link).header("range", "bytes=1-2")).is(206);
        assertThat(part.body()).isEqualTo("yt");
        assertThat(part.headers().get("content-range", "")).isEqualTo("bytes 1-2/5");
        kit.send(kit.request("GET", link).header("range", "bytes=9-")).refused(416, "InvalidRange");
        kit.send(kit.request("GET", link).header("range", "bytes=1-2").header("if-range", "\"x\""))
                .is(200);
        assertThat(kit.use("HEAD", link).is(200).headers().get("etag", "")).isEqualTo(etag);
    }

    @Test
    void answersWithTheHeadersOfTheLink() {
        kit.put("k", "<script>");
        Told got =
                kit.use(
                        "GET",
                        kit.mint(
                                "GET",
                                "'response':{'content_type':'text/html',"
                                        + "'content_disposition':'attachment; filename=a'}"));

        assertThat(got.headers().get("content-type", "")).isEqualTo("text/html");
        assertThat(got.headers().get("content-disposition", ""))
                .isEqualTo("attachment; filename=a");
        assertThat(got.headers().get("content-security-policy", "")).isEqualTo("sandbox");
    }

    @Test
    void readsTheVersionThatItNames() {
        String first = kit.put("k", "first").version().toString();
        LinkKit.Minted unnamed = kit.mint("GET", "");
        kit.store("alice")
                .buckets()
                .change(BUCKET, new SettingsChange.SetVersioning(Versioning.ENABLED))
                .orThrow();
        kit.put("k", "second");

        assertThat(kit.use("GET", unnamed).body()).isEqualTo("second");
        assertThat(kit.use("GET", kit.mint("GET", "'version':'null'")).body()).isEqualTo("first");
        assertThat(first).isNotEmpty();
    }

    @Test
    void storesTheObject() {
        LinkKit.Minted link = kit.mint("PUT", "'content_type':'text/plain'");
        Told made = kit.upload(link, "bytes").is(201);

        assertThat(stored()).isEqualTo("bytes");
        assertThat(made.text("/bucket")).isEqualTo("photos");
        assertThat(made.text("/key")).isEqualTo("k");
        assertThat(made.headers().get("etag", "")).isEqualTo("\"" + made.text("/etag") + "\"");
        Told got = kit.use("GET", kit.mint("GET", ""));
        assertThat(got.headers().get("content-type", "")).isEqualTo("text/plain");
    }

    @Test
    void deletesTheObject() {
        kit.put("k", "bytes");
        LinkKit.Minted link = kit.mint("DELETE", "'single_use':true");
        kit.use("DELETE", link).is(204);

        assertThat(isThere()).isFalse();
        kit.use("DELETE", link).refused(410, "LinkSpent");
    }

    @Test
    void doesOnlyWhatItIsFor() {
        kit.put("k", "bytes");
        LinkKit.Minted get = kit.mint("GET", "");
        kit.use("PUT", get).refused(403, "LinkForOtherMethod");
        kit.use("DELETE", get).refused(403, "LinkForOtherMethod");
        kit.use("POST", get).refused(405, "MethodNotAllowed");
        kit.use("GET", kit.mint("HEAD", "")).refused(403, "LinkForOtherMethod");
        kit.use("HEAD", kit.mint("HEAD", "")).is(200);
        kit.use("HEAD", kit.mint("PUT", "")).is(403);
        kit.send(kit.request("GET", get).query("version=null")).refused(400, "InvalidArgument");
        assertThat(stored()).isEqualTo("bytes");
    }

    @Test
    void isGoodUntilItExpires() {
        kit.put("k", "bytes");
        LinkKit.Minted link = kit.mint("GET", "'expires_in':60");
        kit.pass(Duration.ofMillis(59_999));
        kit.use("GET", link).is(200);
        kit.pass(Duration.ofMillis(1));
        kit.use("GET", link).refused(410, "LinkExpired");
    }

    @Test
    void diesWithTheKeyOfItsIssuer() {
        kit.put("k", "bytes");
        LinkKit.Minted get = kit.mint("GET", "");
        LinkKit.Minted put = kit.mint("PUT", "");
        kit.revokeKey("alice");

        kit.use("GET", get).refused(410, "LinkRevoked");
        kit.upload(put, "other").refused(410, "LinkRevoked");
        kit.allow("alice", Optional.empty());
        kit.use("GET", get).is(200);
    }

    @Test
    void losesWhatItsIssuerMayNotDoAnyMore() {
        kit.put("k", "bytes");
        LinkKit.Minted link = kit.mint("GET", "");
        kit.allow("alice", Optional.of("photos/elsewhere/"));
        kit.use("GET", link).refused(410, "LinkRevoked");

        kit.allow("alice", Optional.of("photos/k"));
        kit.use("GET", link).is(200);
    }

    @Test
    void isOfOneBucketAndNotOfItsName() {
        LinkKit.Minted get = kit.mint("GET", "");
        LinkKit.Minted put = kit.mint("PUT", "");
        kit.store("alice").buckets().delete(BUCKET).orThrow();
        kit.store("alice").buckets().create(BUCKET).orThrow();
        kit.put("k", "another bucket's");

        kit.use("GET", get).refused(404, "NoSuchBucket");
        kit.upload(put, "mine").refused(404, "NoSuchBucket");
        assertThat(stored()).isEqualTo("another bucket's");
    }

    @Test
    void keepsToItsSizes() {
        LinkKit.Minted link = kit.mint("PUT", "'min_size':2,'max_size':4");
        kit.upload(link, "1").refused(400, "EntityTooSmall");
        kit.upload(link, "12345").refused(413, "EntityTooLarge");
        assertThat(isThere()).isFalse();

        kit.upload(link, "12").is(201);
        kit.upload(link, "1234").is(201);
        kit.upload(kit.mint("PUT", "'max_size':0"), "").is(201);
    }

    @Test
    void keepsToItsType() {
        LinkKit.Minted link = kit.mint("PUT", "'content_type':'image/png'");
        for (String wrong : new String[] {"image/jpeg", "image/png; a=b", "IMAGE/PNG", ""}) {
            kit.send(kit.request("PUT", link).header("content-type", wrong))
                    .refused(415, "UnsupportedMediaType");
        }
        assertThat(isThere()).isFalse();
        kit.send(kit.request("PUT", link).header("content-type", "image/png")).is(201);
    }

    @Test
    void keepsToItsDigest() throws Exception {
        byte[] right = "right".getBytes(StandardCharsets.UTF_8);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(right));
        LinkKit.Minted link = kit.mint("PUT", "'single_use':true,'digest':'" + digest + "'");
        kit.upload(link, "wrong").refused(400, "BadDigest");
        assertThat(isThere()).isFalse();

        kit.upload(link, "right").is(201);
        assertThat(stored()).isEqualTo("right");
    }

    @Test
    void keepsConditionsOfWhoUploads() {
        kit.put("k", "first");
        LinkKit.Minted link = kit.mint("PUT", "'single_use':true");
        kit.send(kit.request("PUT", link).header("if-none-match", "*"))
                .refused(412, "PreconditionFailed");
        kit.upload(link, "second").is(201);
        assertThat(stored()).isEqualTo("second");
    }

    @Test
    void isNotSpentByLookingOrFindingNothing() {
        LinkKit.Minted link = kit.mint("GET", "'single_use':true");
        kit.use("GET", link).refused(404, "NoSuchKey");
        kit.put("k", "bytes");
        kit.use("HEAD", link).is(200);
        String etag = kit.use("HEAD", link).headers().get("etag", "");
        kit.send(kit.request("GET", link).header("if-none-match", etag)).is(304);
        kit.send(kit.request("GET", link).header("range", "bytes=7-")).is(416);

        Told got = kit.use("GET", link).is(200);
        assertThat(got.body()).isEqualTo("bytes");
        assertThat(got.headers().get("cache-control", "")).isEqualTo("no-store");
        kit.use("GET", link).refused(410, "LinkSpent");
        kit.use("HEAD", link).is(410);
    }

    @Test
    void spendsLinkToLookByLooking() {
        kit.put("k", "bytes");
        LinkKit.Minted link = kit.mint("HEAD", "'single_use':true");
        kit.use("HEAD", link).is(200);
        kit.use("HEAD", link).is(410);
    }

    @Test
    void isSpentBeforeTheFirstByteGoesOut() {
        kit.put("k", "bytes");
        Position before = kit.varve.position();
        kit.use("GET", kit.mint("GET", "'single_use':true")).is(200);

        assertThat(kit.newest().position()).isEqualTo(before.next());
        assertThat(kit.newest().event())
                .isInstanceOfSatisfying(
                        Event.LinkSpent.class, spent -> assertThat(spent.change()).isNull());
    }

    @Test
    void actsAsItsIssuerAndShowsWhichLinkDid() {
        LinkKit.Minted link = kit.mint("PUT", "");
        kit.upload(link, "bytes").is(201);

        Provenance provenance = kit.newest().envelope().provenance();
        assertThat(provenance.actor().id()).isEqualTo("alice");
        assertThat(provenance.source()).isEqualTo("127.0.0.1 with link " + link.id());
        assertThat(provenance.requestId()).isEqualTo("request-1");
    }

    /// The answer is the same whatever is stored.
    @Test
    void refusesEveryChangeOfItsToken() {
        kit.put("k", "bytes");
        String path = kit.mint("GET", "").path();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=";
        for (int at = "/v1/l/".length(); at < path.length(); at++) {
            char other = alphabet.charAt(random.nextInt(alphabet.length()));
            if (other != path.charAt(at)) {
                String changed = path.substring(0, at) + other + path.substring(at + 1);
                Told told = kit.ask("", "GET", changed, "");
                assertThat(told.text("/code")).as("seed %d", seed).isEqualTo("InvalidLink");
                assertThat(told.body()).doesNotContain("photos", "alice");
            }
        }
        kit.ask("", "GET", path + "A", "").refused(403, "InvalidLink");
        kit.ask("", "GET", "/v1/l/" + "A".repeat(8000), "").refused(403, "InvalidLink");
        kit.ask("", "GET", "/v1/l/", "").refused(404, "NoSuchResource");
    }

    /// What a request's key may do does not count.
    @Test
    void givesNobodyMoreForComingWithAKey() {
        kit.put("k", "bytes");
        LinkKit.Minted link = kit.mint("GET", "");
        kit.revokeKey("alice");
        kit.ask("root", "GET", link.path(), "").refused(410, "LinkRevoked");
    }
}
