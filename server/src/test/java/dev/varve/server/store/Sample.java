package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.BucketSettings.ObjectLock;
import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.ObjectKey;
import dev.varve.log.Retention;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.ListPage.ListedObject;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.Refusal.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A store with one bucket, and the short words that tests of it are written in.
final class Sample {
    static final BucketName BUCKET = new BucketName("bucket");
    static final BucketName OTHER = new BucketName("other");
    static final ObjectKey KEY = ObjectKey.of("key");

    private final ObjectStore store;

    Sample(ObjectStore store) {
        this.store = store;
    }

    static Sample in(StoreKit kit, BucketSettings settings) {
        Sample sample = new Sample(kit.store());
        sample.store.buckets().create(BUCKET, settings).orThrow();
        return sample;
    }

    static Sample in(StoreKit kit, Versioning versioning) {
        return in(kit, BucketSettings.DEFAULT.withVersioning(versioning));
    }

    static Sample in(StoreKit kit) {
        return in(kit, Versioning.OFF);
    }

    static BucketSettings locking() {
        return locking(null, Duration.ZERO);
    }

    static BucketSettings locking(Retention.@Nullable Mode mode, Duration period) {
        return BucketSettings.DEFAULT
                .withVersioning(Versioning.ENABLED)
                .withObjectLock(new ObjectLock(true, mode, period));
    }

    Sample versioning(Versioning versioning) {
        store.buckets().change(BUCKET, new SettingsChange.SetVersioning(versioning)).orThrow();
        return this;
    }

    Written put(String text) {
        return put(KEY, text);
    }

    Written put(ObjectKey key, String text) {
        return store.put(PutRequest.of(BUCKET, key, body(text))).orThrow();
    }

    String get() {
        return get(ReadRequest.of(BUCKET, KEY));
    }

    String get(ObjectKey key) {
        return get(ReadRequest.of(BUCKET, key));
    }

    String get(VersionId version) {
        return get(ReadRequest.of(BUCKET, KEY).version(VersionRef.of(version)));
    }

    String get(ReadRequest request) {
        try (ObjectBody body = store.get(request).orThrow()) {
            return new String(body.readAll(), StandardCharsets.UTF_8);
        }
    }

    Deleted delete() {
        return store.delete(BUCKET, KEY).orThrow();
    }

    Outcome<Deleted> delete(VersionId version) {
        return store.deleteVersion(BUCKET, KEY, VersionRef.of(version), false);
    }

    List<Version> history() {
        return store.history().of(BUCKET, KEY, null, 1000).orThrow();
    }

    List<String> keys() {
        return keys(Listing.ALL);
    }

    List<String> keys(Listing listing) {
        return store.listings().objects(BUCKET, listing).orThrow().objects().stream()
                .map(ListedObject::key)
                .map(ObjectKey::toString)
                .toList();
    }

    void assertAbsent(ReadRequest request, Reason reason) {
        assertThat(refusalOf(store.get(request))).isEqualTo(reason);
    }

    void assertAbsent() {
        assertAbsent(ReadRequest.of(BUCKET, KEY), Reason.NO_SUCH_KEY);
    }

    static Body body(String text) {
        return Body.of(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] random(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static Reason refusalOf(ReadResult result) {
        assertThat(result).isInstanceOf(ReadResult.Refused.class);
        return ((ReadResult.Refused) result).refusal().reason();
    }

    static Reason refusalOf(Outcome<?> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused<?>) outcome).refusal().reason();
    }

    static void assertRefused(Outcome<?> outcome, Reason reason) {
        assertThat(refusalOf(outcome)).isEqualTo(reason);
    }
}
