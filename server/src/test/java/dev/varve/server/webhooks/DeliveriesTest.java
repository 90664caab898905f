package dev.varve.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings.Quota;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.Event.ObjectPut;
import dev.varve.log.NotificationRule;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.WebhookFilter;
import dev.varve.log.WebhookName;
import dev.varve.log.WebhookSettings;
import dev.varve.log.WebhookSettings.Format;
import dev.varve.log.WebhookSettings.Limits;
import dev.varve.projections.objects.Story;
import dev.varve.projections.objects.Webhook;
import dev.varve.server.consumers.Status.State;
import dev.varve.server.store.AttributeChange;
import dev.varve.server.store.OtherNode;
import dev.varve.server.store.PrefixDelete;
import dev.varve.server.store.PrefixMove;
import dev.varve.server.store.SettingsChange;
import dev.varve.server.webhooks.Sender.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// What is delivered, when, and in which order.
class DeliveriesTest extends HookKit {
    @Test
    void tellsOfPutAsS3Does() throws InterruptedException {
        webhook("w");
        bucket(Versioning.ENABLED);
        put("in/a b+ä.txt");
        told(2);
        Got put = got.get(1);
        JsonNode all = put.json();
        JsonNode record = all.at("/Records/0");
        assertThat(put.toString()).isEqualTo("s3:ObjectCreated:Put photos/in/a b+ä.txt");
        assertThat(record.at("/eventVersion").asText()).isEqualTo("2.1");
        assertThat(record.at("/eventSource").asText()).isEqualTo("aws:s3");
        assertThat(record.at("/awsRegion").asText()).isEqualTo("eu-1");
        assertThat(record.at("/eventName").asText()).isEqualTo("ObjectCreated:Put");
        assertThat(Instant.parse(record.at("/eventTime").asText())).isBefore(Instant.now());
        assertThat(record.at("/userIdentity/principalId").asText()).isEqualTo("alice");
        assertThat(record.at("/requestParameters/sourceIPAddress").asText()).isEqualTo("192.0.2.7");
        assertThat(record.at("/responseElements/x-amz-request-id").asText()).isEqualTo("REQ-1");
        assertThat(record.at("/s3/configurationId").asText()).isEqualTo("w");
        assertThat(record.at("/s3/bucket/name").asText()).isEqualTo("photos");
        assertThat(record.at("/s3/bucket/ownerIdentity/principalId").asText()).isEqualTo("alice");
        assertThat(record.at("/s3/object/key").asText()).isEqualTo("in/a+b%2B%C3%A4.txt");
        assertThat(record.at("/s3/object/size").asLong()).isEqualTo(7);
        assertThat(record.at("/s3/object/eTag").asText())
                .isEqualTo("9a0364b9e99bb480dd25e1f0284c8555");
        assertThat(record.at("/s3/object/versionId").asText()).hasSize(32);
        assertThat(put.message().type()).isEqualTo("application/json");
    }

    @Test
    void tellsOfEveryMutationInOrder() throws InterruptedException {
        webhook("w");
        bucket(Versioning.OFF);
        put("a/1");
        put("a/2");
        store().buckets().change(PHOTOS, new SettingsChange.SetQuota(new Quota(-1, 3))).orThrow();
        ObjectKey one = ObjectKey.of("a/1");
        TreeMap<String, String> tags = new TreeMap<>(Map.of("k", "v"));
        store().change(PHOTOS, one, null, new AttributeChange.SetTags(tags)).orThrow();
        store().change(PHOTOS, one, null, new AttributeChange.SetTags(new TreeMap<>())).orThrow();
        put("a/3");
        store().delete(PHOTOS, ObjectKey.of("a/3")).orThrow();
        store().history().undelete(PHOTOS, ObjectKey.of("a/3"), null).orThrow();
        store().movePrefix(PrefixMove.of(PHOTOS, "a/", PHOTOS, "b/")).orThrow();
        varve.maintenance().settle();
        store().deletePrefix(PrefixDelete.of(PHOTOS, "b/")).orThrow();
        varve.maintenance().settle();
        store().buckets().delete(PHOTOS).orThrow();
        await(() -> got.stream().anyMatch(each -> each.event().equals("s3:BucketRemoved:Delete")));
        List<String> told = told(22);
        assertThat(told)
                .containsSubsequence(
                        "s3:BucketCreated:Put photos", "s3:ObjectCreated:Put photos/a/1");
        assertThat(told)
                .contains(
                        "s3:BucketChanged:Settings photos",
                        "s3:ObjectTagging:Put photos/a/1",
                        "s3:ObjectTagging:Delete photos/a/1",
                        "s3:ObjectCreated:Undelete photos/a/3",
                        "s3:BucketQuota:Threshold photos",
                        "s3:BucketRemoved:Delete photos");
        for (String key : List.of("1", "2", "3")) {
            assertThat(told)
                    .containsSubsequence(
                            "s3:ObjectCreated:Put photos/a/" + key,
                            "s3:ObjectRemoved:Delete photos/a/" + key)
                    .containsSubsequence(
                            "s3:ObjectCreated:Copy photos/b/" + key,
                            "s3:ObjectRemoved:Delete photos/b/" + key);
        }
    }

    @Test
    void triesAgainInTimeWhereTheClockIsSetBack() throws InterruptedException {
        receiver =
                _ ->
                        got.isEmpty()
                                ? new Answer.Refused("no", Optional.empty(), false)
                                : new Answer.Taken(200);
        webhook("w");
        bucket(Versioning.OFF);
        told(1);
        Thread.sleep(100); // for it to be put off
        clockOffset = Duration.ofMinutes(-10);
        told(2);
    }

    /// Whoever did it tells of it.
    @Test
    void tellsNothingOfWhatOtherNodesDid() throws InterruptedException {
        webhook("w");
        bucket(Versioning.OFF);
        BucketId theirs = new BucketId(77);
        new OtherNode()
                .tell(
                        varve,
                        OtherNode.created(77, "theirs"),
                        new ObjectPut(theirs, ObjectKey.of("k"), true, Story.state(1, 10)));
        put("mine");
        assertThat(told(2))
                .containsExactly("s3:BucketCreated:Put photos", "s3:ObjectCreated:Put photos/mine");
    }

    @Test
    void filtersByNameKeyAndTagAndTellsNothingFromBefore() throws InterruptedException {
        bucket(Versioning.OFF);
        put("in/before");
        webhook("by-key", filter("s3:ObjectCreated:*", "in/", Map.of()), Limits.DEFAULT);
        webhook("by-tag", filter("s3:*", "", Map.of("k", "v")), Limits.DEFAULT);
        put("out/x");
        put("in/x");
        store().change(
                        PHOTOS,
                        ObjectKey.of("in/x"),
                        null,
                        new AttributeChange.SetTags(new TreeMap<>(Map.of("k", "v"))))
                .orThrow();
        store().delete(PHOTOS, ObjectKey.of("in/x")).orThrow();
        store().delete(PHOTOS, ObjectKey.of("out/x")).orThrow();
        told(3);
        Thread.sleep(300);
        assertThat(got.stream().map(each -> each.webhook() + " " + each).toList())
                .containsExactlyInAnyOrder(
                        "by-key s3:ObjectCreated:Put photos/in/x",
                        "by-tag s3:ObjectTagging:Put photos/in/x",
                        "by-tag s3:ObjectRemoved:Delete photos/in/x");
    }

    @Test
    void rulesOfBucketSendToWebhookThatTheyName() throws InterruptedException {
        bucket(Versioning.OFF);
        webhook("w", new WebhookFilter(List.of(), "", "", new TreeMap<>()), Limits.DEFAULT);
        put("in/before");
        NotificationRule rule =
                new NotificationRule(
                        "rule-1",
                        NotificationRule.Kind.QUEUE,
                        new WebhookName("w"),
                        filter("s3:ObjectCreated:*", "in/", Map.of()));
        store().buckets().setNotification(PHOTOS, List.of(rule)).orThrow();
        put("in/x");
        put("out/x");
        store().buckets().setNotification(PHOTOS, List.of()).orThrow();
        put("in/after");
        told(1);
        Thread.sleep(300);
        assertThat(told(1)).containsExactly("s3:ObjectCreated:Put photos/in/x");
        assertThat(got.getFirst().json().at("/Records/0/s3/configurationId").asText())
                .isEqualTo("rule-1");
    }

    @Test
    void deadTargetDelaysNoOtherAndGivesUpIntoDeadLettersThatCanBeRetried()
            throws InterruptedException {
        Limits few = new Limits(2, Duration.ofSeconds(1), 1, Duration.ofHours(1));
        Webhook dead = webhook("dead", WebhookFilter.EVERYTHING, few);
        webhook("fine");
        receiver =
                message ->
                        Thread.currentThread().getName().endsWith("-dead")
                                ? new Answer.Refused("no", Optional.empty(), false)
                                : new Answer.Taken(200);
        bucket(Versioning.OFF);
        for (int i = 0; i < 20; i++) {
            put("k" + i);
        }
        await(() -> got.stream().filter(each -> each.webhook().equals("fine")).count() >= 21);
        await(() -> !deliveries.dead(dead, 10).isEmpty());
        assertThat(deliveries.status(dead).state()).isIn(State.WAITING, State.RUNNING);
        DeadLetter letter = deliveries.dead(dead, 10).getFirst();
        assertThat(letter.attempts()).isEqualTo(1);
        assertThat(letter.error()).isEqualTo("no");
        receiver = _ -> new Answer.Taken(200);
        assertThat(deliveries.retry(dead, Optional.of(letter.message().id()))).isEqualTo(1);
        await(() ->
                deliveries.dead(dead, 1000).stream()
                        .noneMatch(each -> each.message().id().equals(letter.message().id())));
        assertThat(deliveries.retry(dead, Optional.of("unknown"))).isZero();
    }

    @Test
    void goesOnWhereItWasAfterRestartAndReplaysFromPosition() throws InterruptedException {
        Webhook webhook = webhook("w");
        bucket(Versioning.OFF);
        put("a");
        told(2);
        await(() -> deliveries.status(webhook).lag() <= 1);
        Thread.sleep(400);
        close();
        got.clear();
        open();
        put("b");
        assertThat(told(1)).containsExactly("s3:ObjectCreated:Put photos/b");
        got.clear();
        deliveries.replay(webhook, new Position(0));
        assertThat(told(3))
                .contains("s3:BucketCreated:Put photos", "s3:ObjectCreated:Put photos/a");
    }

    @Test
    void receiverThatIsGoneTurnsWebhookOff() throws InterruptedException {
        Webhook webhook = webhook("w");
        receiver = _ -> new Answer.Refused("gone", Optional.empty(), true);
        bucket(Versioning.OFF);
        await(() -> !webhooks().find(webhook.name()).orElseThrow().settings().enabled());
        assertThat(webhooks().find(webhook.name()).orElseThrow().settings().note()).contains("410");
        receiver = _ -> new Answer.Taken(200);
        Webhook off = webhooks().find(webhook.name()).orElseThrow();
        WebhookSettings s = off.settings();
        got.clear();
        webhooks()
                .change(
                        off,
                        new WebhookSettings(
                                s.bucket(), s.url(), s.filter(), s.format(), s.limits(), true, ""))
                .orThrow();
        assertThat(told(1)).contains("s3:BucketCreated:Put photos");
    }

    @Test
    void webhookOfBucketGoesWithItsBucketOnceThatWasTold() throws InterruptedException {
        bucket(Versioning.OFF);
        WebhookSettings settings =
                new WebhookSettings(
                        store().buckets().find(PHOTOS).orElseThrow().id(),
                        "https://a.example",
                        WebhookFilter.EVERYTHING,
                        Format.CLOUDEVENTS,
                        Limits.DEFAULT,
                        true,
                        "");
        webhooks().create(new WebhookName("w"), settings, Optional.empty()).orThrow();
        deliveries.look();
        store().buckets().create(new BucketName("others")).orThrow();
        store().buckets().delete(PHOTOS).orThrow();
        await(() -> webhooks().find(new WebhookName("w")).isEmpty());
        assertThat(got).hasSize(1);
        JsonNode event = got.getFirst().json();
        assertThat(event.at("/specversion").asText()).isEqualTo("1.0");
        assertThat(event.at("/type").asText()).isEqualTo("dev.varve.BucketRemoved.Delete");
        assertThat(event.at("/subject").asText()).isEqualTo("photos");
        assertThat(event.at("/id").asText()).isEqualTo(got.getFirst().message().id());
        assertThat(got.getFirst().message().type()).isEqualTo("application/cloudevents+json");
    }

    @Test
    void keepsOrderOfEachKeyWhileDeliveriesFail() throws InterruptedException {
        List<String> arrived = new CopyOnWriteArrayList<>();
        receiver =
                message -> {
                    boolean fails =
                            java.util.concurrent.ThreadLocalRandom.current().nextInt(6) == 0;
                    if (!fails) {
                        arrived.add(message.id());
                    }
                    return fails
                            ? new Answer.Refused("no", Optional.empty(), false)
                            : new Answer.Taken(200);
                };
        webhook("w", WebhookFilter.EVERYTHING, Limits.DEFAULT);
        bucket(Versioning.OFF);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            put("k" + i % 3);
        }
        await(() -> arrived.size() >= 16);
        for (int key = 0; key < 3; key++) {
            String name = "k" + key;
            List<String> sequencers =
                    got.stream()
                            .filter(each -> arrived.contains(each.message().id()))
                            .filter(each -> each.key().equals(name))
                            .map(each -> each.json().at("/Records/0/s3/object/sequencer").asText())
                            .distinct()
                            .toList();
            assertThat(sequencers).hasSize(5).isSorted();
            expected.addAll(sequencers);
        }
        assertThat(expected).doesNotHaveDuplicates();
    }
}
