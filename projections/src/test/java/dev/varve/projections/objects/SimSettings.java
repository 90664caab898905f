package dev.varve.projections.objects;

import dev.varve.log.AccessGrant;
import dev.varve.log.AccessKeyId;
import dev.varve.log.AccessSettings;
import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.HybridTime;
import dev.varve.log.LifecycleRule;
import dev.varve.log.LinkId;
import dev.varve.log.NotificationRule;
import dev.varve.log.SealedSecret;
import dev.varve.log.WebhookFilter;
import dev.varve.log.WebhookName;
import dev.varve.log.WebhookSecret;
import dev.varve.log.WebhookSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// What a node may decide about buckets, access keys, links and webhooks.
final class SimSettings {
    private static final List<WebhookName> HOOKS =
            List.of(new WebhookName("one"), new WebhookName("two"));
    private final Random random;

    /// Links are no rows until they end.
    private final List<LinkId> links = new ArrayList<>();

    private int made;

    SimSettings(Random random) {
        this.random = random;
        for (int i = 0; i < 6; i++) {
            Instant expires = Instant.parse("2025-12-31T12:00:00Z").plus(Duration.ofHours(6L * i));
            links.add(LinkId.random(expires, random));
        }
    }

    Optional<? extends Event> next(SimNode node, Optional<BucketId> bucket) {
        ObjectView view = node.view();
        return switch (random.nextInt(9)) {
            case 0, 1 -> create(node, view);
            case 2 -> bucket.flatMap(id -> delete(view, id));
            case 3, 4, 5 -> bucket.map(this::change);
            case 6 -> accessKey(view);
            case 7 -> Optional.of(link());
            default -> webhook(view);
        };
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    Optional<Event> create(SimNode node, ObjectView view) {
        BucketName name = new BucketName("bucket-" + random.nextInt(3));
        return view.bucket(name).isPresent()
                ? Optional.empty()
                : Optional.of(
                        new Event.BucketCreated(
                                node.newBucket(made++), name, "me", BucketSettings.DEFAULT));
    }

    /// Mostly of what seems empty.
    private Optional<Event> delete(ObjectView view, BucketId bucket) {
        boolean empty = view.usage(bucket).objects() == 0;
        return empty || random.nextInt(4) == 0
                ? Optional.of(new Event.BucketDeleted(bucket))
                : Optional.empty();
    }

    private Event change(BucketId bucket) {
        Duration window = Duration.ofHours(1 + random.nextInt(50));
        return switch (random.nextInt(4)) {
            case 0 ->
                    new Event.BucketSettingsChanged(
                            bucket, BucketSettings.DEFAULT.withHistoryWindow(window));
            case 1 -> new Event.BucketLifecycleSet(bucket, random.nextBoolean() ? rules() : NONE);
            case 2 -> new Event.NotificationSet(bucket, random.nextBoolean() ? hooks() : List.of());
            default ->
                    new Event.HistoryFloorRaised(
                            bucket, new HybridTime(1 + random.nextInt(1_000_000)));
        };
    }

    private static final List<LifecycleRule> NONE = List.of();

    private List<LifecycleRule> rules() {
        return List.of(
                new LifecycleRule(
                        "r" + random.nextInt(100),
                        true,
                        LifecycleRule.Filter.ALL,
                        new LifecycleRule.Expiration.AfterDays(1 + random.nextInt(30)),
                        null,
                        0));
    }

    private List<NotificationRule> hooks() {
        return List.of(
                new NotificationRule(
                        "r" + random.nextInt(5),
                        NotificationRule.Kind.FUNCTION,
                        any(HOOKS),
                        filter()));
    }

    private static WebhookFilter filter() {
        return new WebhookFilter(List.of("s3:ObjectCreated:*"), "", "", new TreeMap<>());
    }

    private Optional<Event> accessKey(ObjectView view) {
        List<AccessKey> keys = view.accessKeys("", 100);
        if (keys.size() < 2) {
            return Optional.of(
                    new Event.AccessKeyCreated(
                            AccessKeyId.random(random), "ann", settings(), secret()));
        }
        AccessKeyId id = any(keys).id();
        return Optional.of(
                random.nextInt(3) == 0
                        ? new Event.AccessKeyRevoked(id)
                        : new Event.AccessKeyChanged(id, settings()));
    }

    private AccessSettings settings() {
        AccessGrant grant =
                new AccessGrant(
                        AccessGrant.EVERYTHING.rights(),
                        AccessGrant.EVERYTHING.bucket(),
                        AccessGrant.EVERYTHING.prefix());
        return new AccessSettings(
                "label " + random.nextInt(100), List.of(grant), AccessSettings.Reach.OWN, null);
    }

    private SealedSecret secret() {
        return new SealedSecret(1, Bytes.utf8("s" + random.nextInt(100)));
    }

    private Event link() {
        return switch (random.nextInt(3)) {
            case 0 -> new Event.LinkRevoked(any(links), "ann");
            case 1 -> new Event.LinkSpent(any(links), "ann", null);
            default ->
                    new Event.LinksOfIssuerRevoked(
                            "ann",
                            Instant.parse("2026-02-01T00:00:00Z").plusSeconds(random.nextInt(99)));
        };
    }

    private Optional<Event> webhook(ObjectView view) {
        WebhookName name = any(HOOKS);
        if (random.nextInt(3) == 0) {
            return view.webhook(name).map(_ -> new Event.WebhookRemoved(name));
        }
        WebhookSettings settings =
                new WebhookSettings(
                        null,
                        "https://hooks.example.com/" + random.nextInt(100),
                        filter(),
                        WebhookSettings.Format.CLOUDEVENTS,
                        new WebhookSettings.Limits(
                                8, Duration.ofSeconds(7), 12, Duration.ofHours(3)),
                        true,
                        "");
        return Optional.of(
                new Event.WebhookSet(name, settings, List.of(new WebhookSecret(secret(), null))));
    }
}
