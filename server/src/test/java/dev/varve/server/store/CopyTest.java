package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.OTHER;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.ETag;
import dev.varve.log.Event.ObjectCopied;
import dev.varve.log.Metadata;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Retention;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Refusal.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CopyTest {
    private static final ObjectKey TARGET = ObjectKey.of("target");
    private static final Attributes ATTRIBUTES =
            new Attributes(
                    Metadata.ofType("text/plain"), new TreeMap<>(Map.of("t", "1")), null, false);

    private final StoreKit kit = StoreKit.open();
    private final ObjectStore store = kit.store();
    private final Sample sample = Sample.in(kit);
    private final ReadRequest source = ReadRequest.of(BUCKET, KEY);

    @AfterEach
    void close() {
        kit.close();
    }

    private Written putWithAttributes(String text) {
        return store.put(PutRequest.of(BUCKET, KEY, Sample.body(text)).attributes(ATTRIBUTES))
                .orThrow();
    }

    private Outcome<Written> copy(ReadRequest from, BucketName bucket) {
        return store.copy(CopyRequest.of(from, bucket, TARGET));
    }

    private Version head(BucketName bucket, ObjectKey key) {
        return store.head(ReadRequest.of(bucket, key)).orThrow();
    }

    @Test
    void copiesBytesByReferenceWithAllThatWasSaidAboutThem() {
        Written original = putWithAttributes("hello");
        Written copy = copy(source, BUCKET).orThrow();
        assertThat(copy.etag()).isEqualTo(original.etag());
        assertThat(sample.get(TARGET)).isEqualTo("hello");
        assertThat(head(BUCKET, TARGET).object().attributes()).isEqualTo(ATTRIBUTES);
        assertThat(kit.blobs.stats().blobs()).isEqualTo(1);
        assertThat(kit.blobs.stats().dedupHits()).isZero();
    }

    @Test
    void recordsWhereACopyCameFrom() {
        Written original = sample.put("hello");
        Written copy = copy(source, BUCKET).orThrow();
        ObjectCopied event = (ObjectCopied) kit.recorded(copy.position()).event();
        assertThat(event.sourceKey()).isEqualTo(KEY);
        assertThat(event.sourceVersion()).isEqualTo(original.version());
    }

    @Test
    void outlivesItsSource() {
        sample.put("hello");
        copy(source, BUCKET).orThrow();
        sample.delete();
        store.history().purge(BUCKET, "").orThrow();
        kit.maintenance.reclaim();
        assertThat(sample.get(TARGET)).isEqualTo("hello");
    }

    @Test
    void copiesAcrossBuckets() {
        sample.put("hello");
        store.buckets().create(OTHER).orThrow();
        copy(source, OTHER).orThrow();
        assertThat(sample.get(ReadRequest.of(OTHER, TARGET))).isEqualTo("hello");
    }

    @Test
    void copiesOntoItselfWithOtherMetadata() {
        putWithAttributes("hello");
        Metadata metadata = Metadata.ofType("text/html");
        CopyRequest request =
                new CopyRequest(
                        source,
                        BUCKET,
                        KEY,
                        Optional.of(metadata),
                        Optional.of(new TreeMap<>()),
                        Optional.empty(),
                        false,
                        Preconditions.NONE);
        store.copy(request).orThrow();
        assertThat(sample.get()).isEqualTo("hello");
        Attributes attributes = head(BUCKET, KEY).object().attributes();
        assertThat(attributes.metadata()).isEqualTo(metadata);
        assertThat(attributes.tags()).isEmpty();
        assertThat(sample.history()).hasSize(2);
    }

    @Test
    void copiesANamedAndAPastVersion() {
        sample.versioning(Versioning.ENABLED);
        Written first = sample.put("first");
        sample.put("second");
        copy(source.version(VersionRef.of(first.version())), BUCKET).orThrow();
        assertThat(sample.get(TARGET)).isEqualTo("first");
        copy(source, BUCKET).orThrow();
        assertThat(sample.get(TARGET)).isEqualTo("second");
        copy(source.asOf(new AsOf.AtPosition(first.position())), BUCKET).orThrow();
        assertThat(sample.get(TARGET)).isEqualTo("first");
    }

    @Test
    void neverCopiesALock() {
        store.buckets().create(OTHER, Sample.locking()).orThrow();
        Attributes locked =
                new Attributes(
                        Metadata.NONE,
                        new TreeMap<>(),
                        new Retention(
                                Retention.Mode.COMPLIANCE, SettableClock.START.plusSeconds(9)),
                        true);
        store.put(PutRequest.of(OTHER, KEY, Sample.body("hello")).attributes(locked)).orThrow();
        store.copy(CopyRequest.of(ReadRequest.of(OTHER, KEY), OTHER, TARGET)).orThrow();
        assertThat(head(OTHER, TARGET).object().attributes()).isEqualTo(Attributes.NONE);
    }

    @Test
    void refusesASourceThatIsMissingOrDeleted() {
        assertRefused(copy(source, BUCKET), Reason.NO_SUCH_KEY);
        sample.versioning(Versioning.ENABLED);
        sample.put("hello");
        VersionRef marker = sample.delete().marker().orElseThrow();
        assertRefused(copy(source, BUCKET), Reason.NO_SUCH_KEY);
        assertRefused(copy(source.version(marker), BUCKET), Reason.INVALID_ARGUMENT);
    }

    @Test
    void refusesATargetBucketThatIsMissing() {
        sample.put("hello");
        assertRefused(copy(source, OTHER), Reason.NO_SUCH_BUCKET);
    }

    @Test
    void checksPreconditionsOfSourceAndTarget() {
        ETag etag = sample.put("hello").etag();
        ETag wrong = new ETag("00");
        assertRefused(
                copy(source.preconditions(Preconditions.ifMatch(wrong)), BUCKET),
                Reason.PRECONDITION_FAILED);
        assertRefused(
                copy(
                        source.preconditions(
                                new Preconditions(List.of(), List.of(etag), null, null)),
                        BUCKET),
                Reason.PRECONDITION_FAILED);
        copy(source.preconditions(Preconditions.ifMatch(etag)), BUCKET).orThrow();
        CopyRequest onlyIfAbsent =
                new CopyRequest(
                        source,
                        BUCKET,
                        TARGET,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Preconditions.ifAbsent());
        assertRefused(store.copy(onlyIfAbsent), Reason.PRECONDITION_FAILED);
    }

    @Test
    void refusesASourceThatWasPurgedBeforeTheWriterGotThere() {
        sample.put("hello");
        Version version = head(BUCKET, KEY);
        sample.delete();
        store.history().purge(BUCKET, "").orThrow();
        var bucket = store.buckets().find(BUCKET).orElseThrow();
        Outcome<Written> outcome =
                kit.core
                        .sequencer()
                        .run(
                                new WriteCommands.Copy(
                                        new WriteCommands.Target(
                                                BUCKET, TARGET, Preconditions.NONE),
                                        new WriteCommands.Source(bucket.id(), KEY, version.id()),
                                        version.object()),
                                StoreKit.ALICE);
        assertRefused(outcome, Reason.CONFLICT);
    }
}
