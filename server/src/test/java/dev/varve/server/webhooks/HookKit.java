package dev.varve.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.varve.log.Actor;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.ObjectKey;
import dev.varve.log.Provenance;
import dev.varve.log.WebhookFilter;
import dev.varve.log.WebhookName;
import dev.varve.log.WebhookSettings;
import dev.varve.log.WebhookSettings.Format;
import dev.varve.log.WebhookSettings.Limits;
import dev.varve.projections.objects.Webhook;
import dev.varve.server.consumers.Retention;
import dev.varve.server.store.Body;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.Varve;
import dev.varve.server.store.VarveConfig;
import dev.varve.server.store.Webhooks;
import dev.varve.server.webhooks.Sender.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A real store with webhooks, whose receiver is in here.
abstract class HookKit {
    static final BucketName PHOTOS = new BucketName("photos");
    static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);
    private static final ObjectMapper JSON = new ObjectMapper();
    static final Provenance ALICE =
            new Provenance(new Actor("alice"), Provenance.Surface.S3, "192.0.2.7", "REQ-1");

    /// So that all is delivered in the order of the journal, not of each key alone.
    static final Limits ONE_AT_A_TIME =
            new Limits(1, Duration.ofSeconds(1), 50, Duration.ofHours(1));

    @TempDir Path data;
    final List<Got> got = new CopyOnWriteArrayList<>();
    volatile Function<Message, Answer> receiver = _ -> new Answer.Taken(200);
    Retention retention = Retention.DEFAULT;
    volatile Duration clockOffset = Duration.ZERO;
    Runnable beforeDeliveries = () -> {};
    Varve varve;
    Deliveries deliveries;

    record Got(String webhook, Message message) {
        JsonNode json() {
            try {
                return JSON.readTree(message.body().toArray());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        String event() {
            return json().at("/EventName").asText();
        }

        String key() {
            return json().at("/Records/0/s3/object/key").asText();
        }

        @Override
        public String toString() {
            return event() + " " + json().at("/Key").asText();
        }
    }

    @BeforeEach
    void open() {
        varve = Varve.open(VarveConfig.at(data).space(0, 0).consumers(retention));
        beforeDeliveries.run();
        InstantSource clock = () -> Instant.now().plus(clockOffset);
        deliveries = Deliveries.start(varve, this::receive, clock, "eu-1");
    }

    @AfterEach
    void close() {
        varve.close();
    }

    private Answer receive(Webhook webhook, Message message) {
        Answer answer = receiver.apply(message);
        got.add(new Got(webhook.name().value(), message));
        return answer;
    }

    ObjectStore store() {
        return varve.store(ALICE);
    }

    Webhooks webhooks() {
        return varve.webhooks(ALICE);
    }

    Webhook webhook(String name, WebhookFilter filter, Limits limits) {
        WebhookSettings settings =
                new WebhookSettings(null, "https://a.example", filter, Format.S3, limits, true, "");
        Webhook made =
                webhooks()
                        .create(new WebhookName(name), settings, Optional.empty())
                        .orThrow()
                        .webhook();
        deliveries.look();
        return made;
    }

    Webhook webhook(String name) {
        return webhook(name, WebhookFilter.EVERYTHING, ONE_AT_A_TIME);
    }

    static WebhookFilter filter(String event, String prefix, Map<String, String> tags) {
        return new WebhookFilter(List.of(event), prefix, "", new TreeMap<>(tags));
    }

    void bucket(Versioning versioning) {
        store().buckets()
                .create(PHOTOS, BucketSettings.DEFAULT.withVersioning(versioning))
                .orThrow();
    }

    void put(String key) {
        put(key, CONTENT);
    }

    void put(String key, byte[] content) {
        store().put(PutRequest.of(PHOTOS, ObjectKey.of(key), Body.of(content))).orThrow();
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(90);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("in time").isBefore(end);
            Thread.sleep(5);
        }
    }

    List<String> told(int count) throws InterruptedException {
        await(() -> got.size() >= count);
        return got.stream().map(Got::toString).toList();
    }
}
