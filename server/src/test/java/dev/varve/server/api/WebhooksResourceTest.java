package dev.varve.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.WebhookSettings;
import dev.varve.server.api.webhooks.WebhooksResource;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhooksResourceTest {
    private static final Instant NOW = Instant.parse("2031-01-02T03:04:05Z");
    private static final String ALL = "/v1/webhooks";

    @TempDir private Path directory;
    private ApiKit kit;

    @BeforeEach
    void open() {
        kit =
                ApiKit.open(
                        directory,
                        varve -> new WebhooksResource(varve::webhooks, InstantSource.fixed(NOW)));
        kit.bucket("photos");
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private Told as(String user, String method, String target, String body) {
        return kit.request(method, target).by(user).body(body).send();
    }

    private static String named(String name, String more) {
        return "{\"name\":\"%s\",\"url\":\"https://hooks.example.com/x\"%s}".formatted(name, more);
    }

    @Test
    void makesTellsOfChangesRotatesAndRemovesWebhook() {
        Told made =
                as("alice", "POST", ALL, named("w-1", ",\"bucket\":\"photos\",\"prefix\":\"in/\""))
                        .is(201);
        assertThat(made.text("/secret")).startsWith("whsec_").hasSize(6 + 44);
        assertThat(made.headers().get("location", "")).isEqualTo(ALL + "/w-1");
        assertThat(made.headers().get("cache-control", "")).isEqualTo("no-store");
        Told got = as("alice", "GET", ALL + "/w-1", "").is(200);
        assertThat(got.json()).isEqualTo(made.json().at("/webhook"));
        assertThat(got.body()).doesNotContain(made.text("/secret"), "whsec");
        assertThat(got.text("/bucket")).isEqualTo("photos");
        assertThat(got.text("/format")).isEqualTo("s3");
        assertThat(got.json().at("/events").toString()).isEqualTo("[\"s3:*\"]");
        assertThat(got.json().at("/enabled").asBoolean()).isTrue();

        Told changed =
                as(
                                "alice",
                                "PATCH",
                                ALL + "/w-1",
                                "{\"events\":[\"s3:ObjectRemoved:*\"],\"enabled\":false,\"format\":\"cloudevents\"}")
                        .is(200);
        assertThat(changed.json().at("/events").toString()).isEqualTo("[\"s3:ObjectRemoved:*\"]");
        assertThat(changed.text("/prefix")).isEqualTo("in/");
        assertThat(changed.text("/format")).isEqualTo("cloudevents");
        assertThat(changed.json().at("/enabled").asBoolean()).isFalse();

        Told rotated = as("alice", "POST", ALL + "/w-1/rotate", "{\"keep_seconds\":60}").is(200);
        assertThat(rotated.text("/secret")).isNotEqualTo(made.text("/secret"));
        assertThat(rotated.text("/webhook/old_secret_until")).isEqualTo("2031-01-02T03:05:05Z");

        as("alice", "DELETE", ALL + "/w-1", "").is(204);
        as("root", "GET", ALL + "/w-1", "").refused(404, "NoSuchWebhook");
    }

    @Test
    void whoMayNotManageWebhookIsNotToldWhetherItIsThere() {
        as("alice", "POST", ALL, named("w-1", ",\"bucket\":\"photos\"")).is(201);
        as("root", "POST", ALL, named("w-2", "")).is(201);
        for (String name : new String[] {"w-1", "w-2", "w-3", "W!"}) {
            as("bob", "GET", ALL + "/" + name, "").refused(403, "AccessDenied");
            as("bob", "DELETE", ALL + "/" + name, "").refused(403, "AccessDenied");
        }
        assertThat(as("bob", "GET", ALL, "").is(200).json().at("/webhooks")).isEmpty();
        assertThat(as("alice", "GET", ALL, "").is(200).json().at("/webhooks")).hasSize(1);
        assertThat(as("root", "GET", ALL, "").is(200).json().at("/webhooks")).hasSize(2);
        assertThat(as("root", "GET", ALL + "?bucket=photos", "").json().at("/webhooks")).hasSize(1);
        as("alice", "GET", ALL + "/w-2", "").refused(403, "AccessDenied");
        as("alice", "POST", ALL, named("w-4", "")).refused(403, "AccessDenied");
        as("bob", "POST", ALL, named("w-4", ",\"bucket\":\"photos\"")).refused(403, "AccessDenied");
        kit.send("GET", ALL).is(200);
    }

    @Test
    void takesEachNameOnceAndFewOfOneBucket() {
        for (int i = 0; i < 10; i++) {
            as("alice", "POST", ALL, named("w-" + i, ",\"bucket\":\"photos\"")).is(201);
        }
        as("alice", "POST", ALL, named("w-10", ",\"bucket\":\"photos\""))
                .refused(409, "TooManyWebhooks");
        as("root", "POST", ALL, named("w-1", "")).refused(409, "WebhookAlreadyExists");
        as("root", "POST", ALL, named("w-10", "")).is(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"w\"}",
                "{\"name\":\"-w\",\"url\":\"https://a.example\"}",
                "{\"name\":\"w\",\"url\":\"https://u:p@a.example\"}",
                "{\"name\":\"w\",\"url\":\"https://a.example\",\"events\":[\"s3:Object:Put\"]}",
                "{\"name\":\"w\",\"url\":\"https://a.example\",\"format\":\"xml\"}",
                "{\"name\":\"w\",\"url\":\"https://a.example\",\"secret\":\"whsec_c2hvcnQ=\"}",
                "{\"name\":\"w\",\"url\":\"https://a.example\",\"concurrency\":65}",
                "{\"name\":\"w\",\"url\":\"https://a.example\",\"attempts\":0}",
                "{\"name\":\"w\",\"url\":\"https://a.example\",\"timeout_millis\":60001}"
            })
    void saysWhatIsWrongAndMakesNothing(String body) {
        as("root", "POST", ALL, body).refused(400, "InvalidArgument");
        assertThat(as("root", "GET", ALL, "").is(200).json().at("/webhooks")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "https://a.example/"})
    void saysThatUrlIsTooLong(String begin) {
        String url = begin + "y".repeat(WebhookSettings.MAX_URL);
        saysWhatIsWrongAndMakesNothing("{\"name\":\"w\",\"url\":\"" + url + "\"}");
    }

    @Test
    void takesSecretThatIsGiven() {
        String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        Told made = as("root", "POST", ALL, named("w", ",\"secret\":\"" + secret + "\"")).is(201);
        assertThat(made.text("/secret")).isEqualTo(secret);
    }

    @Test
    void listOfUnknownBucketSaysSo() {
        as("root", "GET", ALL + "?bucket=a%20b", "").refused(404, "NoSuchBucket");
        as("root", "GET", ALL + "?bucket=nowhere", "").refused(404, "NoSuchBucket");
    }
}
