package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings.Versioning;
import dev.varve.log.ETag;
import dev.varve.server.store.Refusal.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PreconditionsTest {
    private static final ETag WRONG = new ETag("00000000000000000000000000000000");
    private static final Instant START = SettableClock.START;
    private static final Instant LATER = START.plusSeconds(10);
    private static final Instant EARLIER = START.minusSeconds(10);

    private final StoreKit kit = StoreKit.open();
    private final ObjectStore store = kit.store();
    private final Sample sample = Sample.in(kit);

    @AfterEach
    void close() {
        kit.close();
    }

    private Outcome<Written> put(Preconditions asked) {
        return store.put(PutRequest.of(BUCKET, KEY, Sample.body("new")).preconditions(asked));
    }

    private ReadResult get(Preconditions asked) {
        return store.get(ReadRequest.of(BUCKET, KEY).preconditions(asked));
    }

    @Test
    void putsIfAbsentOnlyOnce() {
        put(Preconditions.ifAbsent()).orThrow();
        assertRefused(put(Preconditions.ifAbsent()), Reason.PRECONDITION_FAILED);
        sample.delete();
        put(Preconditions.ifAbsent()).orThrow();
    }

    @Test
    void countsADeleteMarkerAsAbsent() {
        sample.versioning(Versioning.ENABLED);
        sample.put("old");
        sample.delete();
        assertRefused(put(Preconditions.ifMatch(WRONG)), Reason.NO_SUCH_KEY);
        put(Preconditions.ifAbsent()).orThrow();
    }

    @Test
    void putsOverAMatchingVersionOnly() {
        assertRefused(put(Preconditions.ifMatch(WRONG)), Reason.NO_SUCH_KEY);
        ETag etag = sample.put("old").etag();
        assertRefused(put(Preconditions.ifMatch(WRONG)), Reason.PRECONDITION_FAILED);
        assertThat(sample.get()).isEqualTo("old");
        put(Preconditions.ifMatch(etag)).orThrow();
        assertThat(sample.get()).isEqualTo("new");
        assertRefused(put(Preconditions.ifMatch(etag)), Reason.PRECONDITION_FAILED);
    }

    @Test
    void matchesAnyOfSeveralTags() {
        ETag etag = sample.put("old").etag();
        put(new Preconditions(List.of(WRONG, etag), List.of(), null, null)).orThrow();
        put(Preconditions.ifMatch(Preconditions.ANY)).orThrow();
    }

    @Test
    void refusesAPutOverATagThatMustNotBeThere() {
        ETag etag = sample.put("old").etag();
        assertRefused(
                put(new Preconditions(List.of(), List.of(etag), null, null)),
                Reason.PRECONDITION_FAILED);
        put(new Preconditions(List.of(), List.of(WRONG), null, null)).orThrow();
    }

    @Test
    void deletesAMatchingVersionOnly() {
        ETag etag = sample.put("old").etag();
        assertRefused(
                store.delete(BUCKET, KEY, Preconditions.ifMatch(WRONG)),
                Reason.PRECONDITION_FAILED);
        store.delete(BUCKET, KEY, Preconditions.ifMatch(etag)).orThrow();
        sample.assertAbsent();
        assertRefused(store.delete(BUCKET, KEY, Preconditions.ifMatch(etag)), Reason.NO_SUCH_KEY);
    }

    @Test
    void answersAReadThatHasTheVersionAlready() {
        ETag etag = sample.put("old").etag();
        assertThat(get(new Preconditions(List.of(), List.of(etag), null, null)))
                .isInstanceOf(ReadResult.NotModified.class);
        assertThat(get(new Preconditions(List.of(), List.of(), LATER, null)))
                .isInstanceOf(ReadResult.NotModified.class);
        get(new Preconditions(List.of(), List.of(), EARLIER, null)).orThrow().close();
        get(new Preconditions(List.of(), List.of(WRONG), null, null)).orThrow().close();
    }

    @Test
    void refusesAReadOfAnotherVersionThanAskedFor() {
        ETag etag = sample.put("old").etag();
        assertThat(Sample.refusalOf(get(Preconditions.ifMatch(WRONG))))
                .isEqualTo(Reason.PRECONDITION_FAILED);
        assertThat(Sample.refusalOf(get(new Preconditions(List.of(), List.of(), null, EARLIER))))
                .isEqualTo(Reason.PRECONDITION_FAILED);
        get(Preconditions.ifMatch(etag)).orThrow().close();
        get(new Preconditions(List.of(), List.of(), null, LATER)).orThrow().close();
    }

    @Test
    void letsTagsBeatDates() {
        ETag etag = sample.put("old").etag();
        get(new Preconditions(List.of(etag), List.of(), null, EARLIER)).orThrow().close();
        get(new Preconditions(List.of(), List.of(WRONG), LATER, null)).orThrow().close();
    }

    @Test
    void comparesWholeSeconds() {
        kit.clock.advance(Duration.ofMillis(700));
        sample.put("old");
        assertThat(get(new Preconditions(List.of(), List.of(), START, null)))
                .isInstanceOf(ReadResult.NotModified.class);
        get(new Preconditions(List.of(), List.of(), null, START)).orThrow().close();
    }

    private Outcome<Deleted> delete(
            @Nullable VersionRef version, @Nullable Instant modified, @Nullable Long size) {
        Preconditions asked = new Preconditions(List.of(), List.of(), null, null, modified, size);
        return store.deleteAll(
                        BUCKET, List.of(new ObjectStore.DeleteTarget(KEY, version, asked)), false)
                .getFirst();
    }

    @Test
    void deletesOnlyWhatWasMadeThenAndHasThatSize() {
        sample.put("four");
        assertRefused(delete(null, EARLIER, null), Reason.PRECONDITION_FAILED);
        assertRefused(delete(null, null, 5L), Reason.PRECONDITION_FAILED);
        assertThat(sample.get()).isEqualTo("four");
        delete(null, START.plusMillis(999), 4L).orThrow();
        sample.assertAbsent();
        assertRefused(delete(null, null, 4L), Reason.NO_SUCH_KEY);
    }

    @Test
    void deletesOnlyTheVersionThatMatches() {
        sample.versioning(Versioning.ENABLED);
        VersionRef old = VersionRef.of(sample.put("old").version());
        sample.put("newer");
        assertRefused(delete(old, null, 5L), Reason.PRECONDITION_FAILED);
        delete(old, null, 3L).orThrow();
        assertThat(sample.get()).isEqualTo("newer");
    }
}
