package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.ObjectLock;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.LifecycleRule;
import dev.varve.log.LifecycleRule.Expiration;
import dev.varve.log.LifecycleRule.Filter;
import dev.varve.log.LifecycleRule.Noncurrent;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Position;
import dev.varve.log.UploadId;
import dev.varve.projections.memory.MemoryStateStore;
import dev.varve.projections.objects.Upload;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.LifecycleModel.Kind;
import dev.varve.server.store.LifecycleModel.ModelUpload;
import dev.varve.server.store.LifecycleModel.ModelVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Days of puts, deletes, tags, holds, uploads and changing rules, with passes, purges and losses of
/// power in between: what is left is what a plain model says, after each of them.
///
/// `-Dvarve.lifecycle.days`, `-Dvarve.lifecycle.seed`.
class LifecycleSimulation {
    private static final int DAYS = Integer.getInteger("varve.lifecycle.days", 400);
    private static final int TURNS = 3;
    private static final int CHANGES = 6;
    private static final Duration UPLOADS = Duration.ofDays(7);
    private static final List<String> KEYS =
            List.of("a", "a/1", "a/2", "a/x/1", "a/x/2", "b/1", "b/2", "b/\u00e4", "c", "c/1");

    private final long seed = Long.getLong("varve.lifecycle.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final MemoryStateStore state = new MemoryStateStore(Position.NONE);
    private final Map<BucketName, LifecycleModel> models = new LinkedHashMap<>();
    private StoreKit kit = StoreKit.open();
    private LifecyclePass pass = newPass();
    private UploadExpiry expiry = newExpiry();
    private final Map<Kind, Integer> seen = new HashMap<>();

    private LifecyclePass newPass() {
        return new LifecyclePass(kit.core, state, this::nanos, Pace.FREE);
    }

    private UploadExpiry newExpiry() {
        return new UploadExpiry(kit.core, UPLOADS, this::nanos);
    }

    private long nanos() {
        return Duration.between(SettableClock.START, kit.clock.instant()).toNanos();
    }

    @Test
    void leavesWhatTheModelLeaves() throws InterruptedException {
        System.out.println("seed " + seed);
        bucket("off", Versioning.OFF, Duration.ofHours(24));
        bucket("short", Versioning.OFF, Duration.ofHours(1));
        bucket("enabled", Versioning.ENABLED, Duration.ofDays(3));
        bucket("turning", Versioning.ENABLED, Duration.ofHours(30));
        settleClock();
        for (int day = 0; day < DAYS; day++) {
            for (int turn = 0; turn < TURNS; turn++) {
                turn();
            }
            if (random.nextInt(20) == 0) {
                crash();
            }
        }
        int expired = models.values().stream().mapToInt(model -> model.expired).sum();
        assertThat(expired).as("gone by rules").isGreaterThan(DAYS);
        assertThat(seen).containsKeys(Kind.OBJECT, Kind.MARKER, Kind.TOMBSTONE);
        kit.close();
    }

    private void bucket(String name, Versioning versioning, Duration window) {
        boolean locks = name.equals("enabled");
        BucketName bucket = new BucketName(name);
        BucketSettings settings =
                BucketSettings.DEFAULT
                        .withVersioning(versioning)
                        .withHistoryWindow(window)
                        .withObjectLock(
                                locks ? new ObjectLock(true, null, Duration.ZERO) : ObjectLock.OFF);
        kit.store().buckets().create(bucket, settings).orThrow();
        models.put(bucket, new LifecycleModel(versioning, window));
    }

    /// The clock is taken for right once it was steady for ten minutes; for uploads, an hour.
    private void settleClock() throws InterruptedException {
        for (int looks = 1; looks <= 3; looks++) {
            kit.clock.advance(Duration.ofMinutes(40));
            Instant now = kit.clock.instant();
            pass.run(new TestRun());
            expiry.expire();
            for (LifecycleModel model : models.values()) {
                if (looks > 1) {
                    model.pass(now);
                }
                if (looks > 2) {
                    model.expireUploads(now, UPLOADS);
                }
            }
        }
    }

    private void turn() throws InterruptedException {
        for (int i = 0; i < CHANGES; i++) {
            kit.clock.advance(Duration.ofMillis(1 + random.nextInt(10_000_000)));
            models.forEach(this::change);
        }
        Instant now = kit.clock.instant();
        pass.run(new TestRun());
        models.values().forEach(model -> model.pass(now));
        compare();
        kit.maintenance.purge();
        models.values().forEach(model -> model.purge(now));
        expiry.expire();
        models.values().forEach(model -> model.expireUploads(now, UPLOADS));
        if (random.nextInt(3) == 0) {
            compare();
        }
    }

    private void crash() throws InterruptedException {
        kit.close();
        kit = kit.crash(0);
        pass = newPass();
        expiry = newExpiry();
        settleClock();
        compare();
    }

    private void change(BucketName bucket, LifecycleModel model) {
        kit.clock.advance(Duration.ofMillis(1));
        Instant now = kit.clock.instant();
        String key = KEYS.get(random.nextInt(KEYS.size()));
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8 -> put(bucket, model, key, now);
            case 9, 10 -> {
                kit.store().delete(bucket, ObjectKey.of(key)).orThrow();
                model.delete(key, now);
            }
            case 11 -> deleteVersion(bucket, model, key, now);
            case 12 -> tag(bucket, model, key);
            case 13 -> hold(bucket, model, key);
            case 14 -> upload(bucket, model, key, now);
            case 15 -> part(bucket, model, now);
            case 16 -> rules(bucket, model);
            case 17 -> turnVersioning(bucket, model);
            default -> {}
        }
    }

    private void put(BucketName bucket, LifecycleModel model, String key, Instant now) {
        int size = random.nextInt(20);
        Map<String, String> tags = tags();
        kit.store()
                .put(
                        PutRequest.of(bucket, ObjectKey.of(key), Body.of(new byte[size]))
                                .attributes(Attributes.NONE.withTags(new TreeMap<>(tags))))
                .orThrow();
        model.put(key, now, size, tags);
    }

    private Map<String, String> tags() {
        return switch (random.nextInt(3)) {
            case 0 -> Map.of("t", "1");
            case 1 -> Map.of("t", "1", "u", "2");
            default -> Map.of();
        };
    }

    /// A version that clients see, as the store and the model have it.
    private record Chosen(Version version, ModelVersion model) {}

    private Optional<Chosen> any(BucketName bucket, LifecycleModel model, String key) {
        List<ModelVersion> all = model.of(key);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        int index = random.nextInt(all.size());
        return all.get(index).isVisible()
                ? Optional.of(new Chosen(history(bucket, key).get(index), all.get(index)))
                : Optional.empty();
    }

    private void deleteVersion(BucketName bucket, LifecycleModel model, String key, Instant now) {
        any(bucket, model, key)
                .filter(chosen -> !chosen.model().hold)
                .ifPresent(chosen -> {
                    VersionRef ref = VersionRef.of(chosen.version().id());
                    kit.store().deleteVersion(bucket, ObjectKey.of(key), ref, false).orThrow();
                    model.hide(chosen.model(), now);
                });
    }

    private void tag(BucketName bucket, LifecycleModel model, String key) {
        any(bucket, model, key)
                .filter(chosen -> chosen.model().kind == Kind.OBJECT)
                .ifPresent(chosen -> {
                    Map<String, String> tags = tags();
                    change(bucket, chosen, new AttributeChange.SetTags(new TreeMap<>(tags)));
                    chosen.model().tags = tags;
                });
    }

    private void hold(BucketName bucket, LifecycleModel model, String key) {
        any(bucket, model, key)
                .filter(_ -> bucket.value().equals("enabled"))
                .filter(chosen -> chosen.model().kind == Kind.OBJECT)
                .ifPresent(chosen -> {
                    boolean on = random.nextBoolean();
                    change(bucket, chosen, new AttributeChange.SetLegalHold(on));
                    chosen.model().hold = on;
                });
    }

    private void change(BucketName bucket, Chosen chosen, AttributeChange change) {
        Version version = chosen.version();
        kit.store().change(bucket, version.key(), VersionRef.of(version.id()), change).orThrow();
    }

    private void upload(BucketName bucket, LifecycleModel model, String key, Instant now) {
        UploadId id = kit.store().uploads().create(bucket, ObjectKey.of(key)).orThrow();
        model.uploads.put(id.toString(), new ModelUpload(key, now));
    }

    private void part(BucketName bucket, LifecycleModel model, Instant now) {
        if (model.uploads.isEmpty()) {
            return;
        }
        String id = List.copyOf(model.uploads.keySet()).get(random.nextInt(model.uploads.size()));
        Upload upload =
                uploads(bucket).stream()
                        .filter(each -> each.id().toString().equals(id))
                        .findFirst()
                        .orElseThrow();
        kit.store()
                .uploads()
                .put(bucket, upload.key(), upload.id(), 1 + random.nextInt(3), Sample.body("part"))
                .orThrow();
        Objects.requireNonNull(model.uploads.get(id)).touched = now;
    }

    private void turnVersioning(BucketName bucket, LifecycleModel model) {
        if (bucket.value().equals("turning")) {
            model.versioning = random.nextBoolean() ? Versioning.ENABLED : Versioning.SUSPENDED;
            kit.store()
                    .buckets()
                    .change(bucket, new SettingsChange.SetVersioning(model.versioning))
                    .orThrow();
        }
    }

    private void rules(BucketName bucket, LifecycleModel model) {
        if (random.nextInt(4) > 0) {
            return;
        }
        List<LifecycleRule> rules = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            rules.add(rule("rule-" + i));
        }
        kit.store().buckets().setLifecycle(bucket, rules).orThrow();
        model.set(rules);
    }

    private LifecycleRule rule(String id) {
        String prefix = List.of("", "a", "a/", "a/x/", "b/", "c").get(random.nextInt(6));
        boolean plain = random.nextBoolean();
        Filter filter =
                plain
                        ? Filter.ofPrefix(prefix)
                        : new Filter(
                                false,
                                prefix,
                                new TreeMap<>(tags()),
                                random.nextInt(12) - 1,
                                random.nextBoolean() ? -1 : 15);
        boolean enabled = random.nextInt(8) > 0;
        return switch (random.nextInt(plain ? 6 : 3)) {
            case 0 -> new LifecycleRule(id, enabled, filter, days(), null, 0);
            case 1 -> new LifecycleRule(id, enabled, filter, days(), below(), 0);
            case 2 -> new LifecycleRule(id, enabled, filter, null, below(), 0);
            case 3 ->
                    new LifecycleRule(id, enabled, filter, new Expiration.OfMarkers(), below(), 0);
            case 4 -> new LifecycleRule(id, enabled, filter, onDate(), null, 0);
            default -> new LifecycleRule(id, enabled, filter, null, null, 1 + random.nextInt(6));
        };
    }

    private Expiration days() {
        return new Expiration.AfterDays(1 + random.nextInt(20));
    }

    private Expiration onDate() {
        LocalDate today = LocalDate.ofInstant(kit.clock.instant(), java.time.ZoneOffset.UTC);
        return new Expiration.OnDate(today.plusDays(random.nextInt(20)));
    }

    private Noncurrent below() {
        return new Noncurrent(1 + random.nextInt(10), random.nextInt(4));
    }

    private List<Version> history(BucketName bucket, String key) {
        return kit.store().history().of(bucket, ObjectKey.of(key), null, 1000).orThrow();
    }

    private List<Upload> uploads(BucketName bucket) {
        return kit.core.read(view -> view.uploads(null, 1000)).stream()
                .filter(upload ->
                        kit.store()
                                .buckets()
                                .find(bucket)
                                .orElseThrow()
                                .id()
                                .equals(upload.bucket()))
                .toList();
    }

    private void compare() {
        models.forEach((bucket, model) -> {
            for (String key : KEYS) {
                List<String> expected = model.of(key).stream().map(this::told).toList();
                assertThat(history(bucket, key).stream().map(LifecycleSimulation::told).toList())
                        .as("%s/%s at %s, seed %d", bucket, key, kit.clock.instant(), seed)
                        .isEqualTo(expected);
            }
            assertThat(uploads(bucket).stream().map(upload -> upload.id().toString()))
                    .as("uploads of %s at %s, seed %d", bucket, kit.clock.instant(), seed)
                    .containsExactlyInAnyOrderElementsOf(model.uploads.keySet());
        });
    }

    private String told(ModelVersion version) {
        seen.merge(version.kind, 1, Integer::sum);
        return "%s %s %s %d %s"
                .formatted(
                        version.kind,
                        version.isNull,
                        version.made,
                        version.size,
                        version.hidden == null ? "" : version.hidden);
    }

    private static String told(Version version) {
        Kind kind =
                switch (version.kind()) {
                    case OBJECT -> Kind.OBJECT;
                    case DELETE_MARKER -> Kind.MARKER;
                    case TOMBSTONE -> Kind.TOMBSTONE;
                };
        return "%s %s %s %d %s"
                .formatted(
                        kind,
                        version.nullVersion(),
                        version.modified(),
                        version.size(),
                        version.hiddenAt() == null ? "" : version.hiddenAt().instant());
    }
}
