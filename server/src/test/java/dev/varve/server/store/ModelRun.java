package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.ETag;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.projections.objects.Usage;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.AttributeChange.SetTags;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.ModelBulkRun.Then;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Random operations on one bucket of a store and on the model of it, whose answers must be alike.
final class ModelRun {
    private static final int KEYS = 14;
    private static final int TAIL = 60;
    private static final List<String> DELIMITERS = List.of("", "/", "//", "\0", "%", "\ufffd");

    /// A store that a test runs, reopened now and then.
    interface Subject {
        ObjectStore store();

        Maintenance maintenance();
    }

    /// A point of the past, to look back at.
    private record Probe(int tick, Position position, Instant wall) {}

    private final Subject subject;
    private final SettableClock clock;
    private final Random random;
    private final BucketName bucket;
    private final ModelStore model = new ModelStore();
    private final ModelUploads uploads;
    private final ModelBulkRun bulk;
    private final List<ObjectKey> keys;
    private final List<Probe> probes = new ArrayList<>();
    private final NavigableMap<Instant, Integer> lastTicks = new TreeMap<>();
    private final Deque<String> log = new ArrayDeque<>();

    ModelRun(Subject subject, SettableClock clock, Random random, BucketName bucket) {
        this.subject = subject;
        this.clock = clock;
        this.random = random;
        this.bucket = bucket;
        List<String> names = new ArrayList<>(NastyKeys.ALL);
        Collections.shuffle(names, random);
        this.keys = new ArrayList<>(names.subList(0, KEYS).stream().map(ObjectKey::of).toList());
        this.uploads = new ModelUploads(model, subject, bucket, random);
        this.bulk = new ModelBulkRun(model, subject, bucket, random, keys);
        model.window = BucketSettings.DEFAULT_HISTORY_WINDOW.toMillis();
        subject.store().buckets().create(bucket).orThrow();
    }

    /// The last operations, for whoever looks into a failure.
    String tail() {
        return String.join("\n", log);
    }

    void step() {
        model.tick++;
        model.now = clock.instant().toEpochMilli();
        lastTicks.put(clock.instant(), model.tick);
        ObjectKey key = key();
        int dice = random.nextInt(108) - 8;
        if (dice < 0) {
            bulk();
        } else if (dice < 24) {
            put(key);
        } else if (dice < 34) {
            delete(key);
        } else if (dice < 40) {
            deleteVersion(key);
        } else if (dice < 46) {
            copy(key, key());
        } else if (dice < 51) {
            undelete(key);
        } else if (dice < 55) {
            tag(key);
        } else if (dice < 59) {
            check("upload " + key, uploads.step(key));
        } else {
            lookOrTidy(key, dice);
        }
        learn();
    }

    private void bulk() {
        Then past = probes.isEmpty() ? new Then(AsOf.NOW, ModelStore.NOW) : past();
        ModelBulkRun.Answers answers = bulk.step(past);
        check(answers.operation(), answers.expected(), answers.actual());
    }

    private void lookOrTidy(ObjectKey key, int dice) {
        if (dice < 74) {
            get(key);
        } else if (dice < 80) {
            list();
        } else if (dice < 84) {
            listVersions();
        } else if (dice < 87) {
            history(key);
        } else if (dice < 89) {
            purge(key);
        } else if (dice < 95) {
            clock.advance(Duration.ofMillis(random.nextInt(3 * 3_600_000)));
        } else if (dice < 97) {
            tidy();
        } else {
            settings();
        }
    }

    /// What the store calls the versions it made, and where the past of now will be.
    private void learn() {
        for (ObjectKey key : model.keys.keySet()) {
            List<ModelVersion> versions = model.versions(key);
            if (!versions.isEmpty() && versions.getFirst().id == null) {
                versions.getFirst().id = versionsOf(key, 1).getFirst().id();
            }
        }
        if (random.nextInt(8) == 0) {
            probes.add(new Probe(model.tick, subject.store().position(), clock.instant()));
        }
    }

    private List<Version> versionsOf(ObjectKey key, int limit) {
        return subject.store().history().of(bucket, key, null, limit).orThrow();
    }

    private void check(String operation, ModelUploads.Answers answers) {
        check(operation, answers.expected(), answers.actual());
    }

    private void check(String operation, Object expected, Object actual) {
        log.addLast(model.tick + " " + operation + " -> " + expected);
        if (log.size() > TAIL) {
            log.removeFirst();
        }
        assertThat(actual).as(operation).isEqualTo(expected);
    }

    private ObjectKey key() {
        return keys.get(random.nextInt(keys.size()));
    }

    private String body() {
        int kind = random.nextInt(10);
        return kind == 0
                ? ""
                : kind < 7 ? "body " + random.nextInt(9) : "x" + random.nextInt(1 << 20);
    }

    private Preconditions preconditions(ObjectKey key) {
        return switch (random.nextInt(10)) {
            case 0 -> Preconditions.ifAbsent();
            case 1 -> Preconditions.ifMatch(new ETag("00"));
            case 2 ->
                    Preconditions.ifMatch(
                            model.current(key, ModelStore.NOW)
                                    .filter(ModelVersion::isObject)
                                    .map(version -> version.etag)
                                    .orElse(new ETag("00")));
            default -> Preconditions.NONE;
        };
    }

    private @Nullable ModelVersion some(ObjectKey key) {
        List<ModelVersion> versions = model.versions(key);
        return versions.isEmpty() ? null : versions.get(random.nextInt(versions.size()));
    }

    private VersionRef ref(ObjectKey key) {
        ModelVersion version = random.nextInt(3) == 0 ? null : some(key);
        return version == null || version.id == null ? VersionRef.NULL : VersionRef.of(version.id);
    }

    private @Nullable VersionRef maybeRef(ObjectKey key) {
        return random.nextBoolean() ? null : ref(key);
    }

    private void put(ObjectKey key) {
        String body = body();
        Preconditions asked = preconditions(key);
        Body bytes = Sample.body(body);
        ETag etag = Md5s.of(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        PutRequest request = PutRequest.of(bucket, key, bytes).preconditions(asked);
        check(
                "put " + key + " " + body + " " + asked,
                model.put(key, body, etag, asked, ""),
                Answer.of(subject.store().put(request)));
    }

    private void delete(ObjectKey key) {
        Preconditions asked = preconditions(key);
        check(
                "delete " + key + " " + asked,
                model.delete(key, asked),
                Answer.ofDelete(subject.store().delete(bucket, key, asked)));
    }

    private void deleteVersion(ObjectKey key) {
        VersionRef ref = ref(key);
        check(
                "delete version " + key + " " + ref,
                model.deleteVersion(key, ref),
                Answer.ofDelete(subject.store().deleteVersion(bucket, key, ref, false)));
    }

    private void copy(ObjectKey from, ObjectKey to) {
        VersionRef ref = maybeRef(from);
        Then then = then();
        ReadRequest source = request(from, ref).asOf(then.asOf());
        check(
                "copy " + from + " " + ref + " " + then + " to " + to,
                model.copy(from, ref, then.tick(), to),
                Answer.of(subject.store().copy(CopyRequest.of(source, bucket, to))));
    }

    private ReadRequest request(ObjectKey key, @Nullable VersionRef ref) {
        ReadRequest request = ReadRequest.of(bucket, key);
        return ref == null ? request : request.version(ref);
    }

    private void undelete(ObjectKey key) {
        ModelVersion version = random.nextBoolean() ? null : some(key);
        check(
                "undelete " + key + " " + version,
                model.undelete(key, version),
                Answer.of(
                        subject.store()
                                .history()
                                .undelete(bucket, key, version == null ? null : version.id)));
    }

    private void tag(ObjectKey key) {
        VersionRef ref = maybeRef(key);
        String tag = "t" + random.nextInt(3);
        SetTags change = new SetTags(new TreeMap<>(Map.of("tag", tag)));
        check(
                "tag " + key + " " + ref + " " + tag,
                model.setTags(key, ref, tag),
                Answer.ofChange(subject.store().change(bucket, key, ref, change)));
    }

    private void get(ObjectKey key) {
        VersionRef ref = maybeRef(key);
        Then then = then();
        ModelStore.Read read = model.read(key, ref, then.tick());
        ReadResult result = subject.store().get(request(key, ref).asOf(then.asOf()));
        String expected = read.version() == null ? "" : " " + read.version().body;
        check("get " + key + " " + ref + " " + then, read.answer() + expected, Answer.of(result));
    }

    /// A point to read at: mostly now, else in the past by position or by time.
    private Then then() {
        return probes.isEmpty() || random.nextInt(3) > 0
                ? new Then(AsOf.NOW, ModelStore.NOW)
                : past();
    }

    private Then past() {
        int newest = probes.size();
        Probe probe = probes.get(newest - 1 - random.nextInt(Math.min(newest, 120)));
        if (random.nextBoolean()) {
            return new Then(new AsOf.AtPosition(probe.position), probe.tick);
        }
        boolean past = probe.wall.isBefore(clock.instant());
        return past
                ? new Then(new AsOf.At(probe.wall), endOf(probe.wall))
                : new Then(AsOf.NOW, ModelStore.NOW);
    }

    private int endOf(Instant wall) {
        return lastTicks.floorEntry(wall).getValue();
    }

    private Listing listing(Then then) {
        String text = key().toString();
        int length = Math.min(5, text.codePointCount(0, text.length()));
        int end = text.offsetByCodePoints(0, 1 + random.nextInt(length));
        String prefix = random.nextBoolean() ? "" : text.substring(0, end);
        String delimiter = DELIMITERS.get(random.nextInt(DELIMITERS.size()));
        return new Listing(
                prefix,
                delimiter,
                dev.varve.log.Bytes.EMPTY,
                1 + random.nextInt(KEYS + 2),
                then.asOf());
    }

    private void list() {
        Then then = then();
        Listing listing = listing(then);
        if (then.tick() < model.floor) {
            Sample.assertRefused(
                    subject.store().listings().objects(bucket, listing),
                    Refusal.Reason.BELOW_HISTORY_FLOOR);
            return;
        }
        ModelListing expected =
                ModelListing.objects(model, listing.prefix(), listing.delimiter(), then.tick());
        boolean everySize = random.nextInt(20) == 0;
        for (int size = everySize ? 1 : listing.limit(); size <= KEYS + 2; size++) {
            check(
                    "list " + listing + " by " + size,
                    expected,
                    ModelWalk.objects(subject.store(), bucket, listing.limit(size)));
            size = everySize ? size : KEYS + 2;
        }
    }

    private void listVersions() {
        Then then = then();
        if (then.tick() >= model.floor) {
            Listing listing = listing(then);
            check(
                    "list versions " + listing,
                    ModelListing.versions(
                            model, listing.prefix(), listing.delimiter(), then.tick()),
                    ModelWalk.versions(subject.store(), bucket, listing));
        }
    }

    private void history(ObjectKey key) {
        List<String> expected =
                model.versions(key).stream()
                        .map(each ->
                                each.id
                                        + " "
                                        + each.kind
                                        + " "
                                        + each.nullVersion
                                        + " "
                                        + (each.hidden != ModelVersion.NEVER)
                                        + " "
                                        + ModelStore.size(each)
                                        + (each.released ? " released" : ""))
                        .toList();
        List<String> actual =
                versionsOf(key, 10_000).stream()
                        .map(each ->
                                each.id()
                                        + " "
                                        + each.kind()
                                        + " "
                                        + each.nullVersion()
                                        + " "
                                        + (each.hiddenAt() != null)
                                        + " "
                                        + each.size()
                                        + (each.bytesReleased() ? " released" : ""))
                        .toList();
        check("history " + key, expected, actual);
        Usage usage = subject.store().buckets().usage(bucket).orThrow();
        check("usage", model.usage(), uploads.without(usage));
    }

    private void purge(ObjectKey key) {
        Optional<ModelVersion> version = Optional.ofNullable(some(key));
        if (random.nextInt(6) == 0) {
            String prefix = key.toString().substring(0, key.toString().offsetByCodePoints(0, 1));
            check(
                    "purge prefix " + prefix,
                    model.purgePrefix(prefix),
                    Answer.ofPurge(subject.store().history().purge(bucket, prefix)));
        } else if (version.isPresent() && version.get().id != null) {
            check(
                    "purge " + key + " " + version.get(),
                    model.purgeVersion(key, version.get()),
                    Answer.ofPurge(subject.store().history().purge(bucket, key, version.get().id)));
        }
    }

    private void tidy() {
        subject.maintenance().settle();
        subject.maintenance().purge();
        model.purgeDue();
        subject.maintenance().releaseBytes();
        model.releaseDue();
        subject.maintenance().reclaim();
    }

    private void settings() {
        Buckets buckets = subject.store().buckets();
        int dice = random.nextInt(12);
        if (dice == 0) {
            Versioning to =
                    model.versioning == Versioning.ENABLED
                            ? Versioning.SUSPENDED
                            : Versioning.ENABLED;
            buckets.change(bucket, new SettingsChange.SetVersioning(to)).orThrow();
            model.versioning = to;
        } else if (dice == 1) {
            Duration window = Duration.ofHours(random.nextInt(48));
            buckets.change(bucket, new SettingsChange.SetHistoryWindow(window)).orThrow();
            model.window = window.toMillis();
        } else if (dice == 2) {
            boolean early = model.window > 0 && random.nextInt(4) > 0;
            Duration window = early ? Duration.ofMillis(random.nextLong(model.window) / 4) : null;
            buckets.change(bucket, new SettingsChange.SetBytesWindow(window)).orThrow();
            model.bytesWindow = window == null ? -1 : window.toMillis();
        }
    }
}
