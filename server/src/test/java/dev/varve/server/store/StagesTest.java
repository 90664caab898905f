package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.OTHER;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Bytes;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.TransactionRequest.Put;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StagesTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private final StoreKit kit =
            StoreKit.open(Limits.DEFAULT.withStaging(new Limits.Staging(3, 10, HOUR)));
    private final ObjectStore store = kit.store();
    private final Sample sample = Sample.in(kit);

    @AfterEach
    void close() {
        kit.close();
    }

    private Staged stage(String text) {
        return store.stage(BUCKET, Sample.body(text)).orThrow();
    }

    private static TransactionRequest put(String id) {
        return TransactionRequest.of(new Put(BUCKET, KEY, id, Attributes.NONE, Preconditions.NONE));
    }

    private void sweep() {
        kit.maintenance.tidy();
        kit.maintenance.freeUnreferenced();
    }

    @Test
    void keepsABodyForTheTransactionThatNamesIt() {
        Staged staged = stage("hello");
        assertThat(staged.size()).isEqualTo(5);
        assertThat(staged.expires()).isEqualTo(kit.clock.instant().plus(HOUR));
        sweep();
        Outcome<TransactionResult> done = store.transaction(put(staged.id()));
        done.orThrow();
        assertThat(sample.get()).isEqualTo("hello");
        assertThat(store.head(ReadRequest.of(BUCKET, KEY)).orThrow().object().etag())
                .isEqualTo(staged.etag());
        sweep();
        assertThat(sample.get()).isEqualTo("hello");
        assertRefused(store.transaction(put(staged.id())), Reason.NO_SUCH_UPLOAD);
    }

    @Test
    void dropsABodyThatNobodyNamedInTime() {
        Staged staged = stage("hello");
        kit.clock.advance(HOUR);
        sweep();
        assertThat(kit.blobs.stats().blobs()).isZero();
        assertRefused(store.transaction(put(staged.id())), Reason.NO_SUCH_UPLOAD);
        stage("1234567890");
    }

    @Test
    void keepsBytesThatAnObjectHasTooWhenABodyExpires() {
        sample.put("hello");
        stage("hello");
        kit.clock.advance(HOUR);
        sweep();
        assertThat(sample.get()).isEqualTo("hello");
    }

    @Test
    void letsNobodyElseUseIt() {
        Staged staged = stage("hello");
        ObjectStore bob = kit.store(StoreKit.by("bob"));
        assertRefused(bob.transaction(put(staged.id())), Reason.NO_SUCH_UPLOAD);
        assertThat(bob.unstage(staged.id())).isFalse();
        store.transaction(put(staged.id())).orThrow();
    }

    @Test
    void limitsHowManyThereAreAndHowMuchTheyHold() {
        Staged first = stage("1234");
        stage("5678");
        assertRefused(store.stage(BUCKET, Sample.body("abc")), Reason.BUSY);
        Body unknown = Body.of(new ByteArrayInputStream(new byte[3]), -1);
        assertRefused(store.stage(BUCKET, unknown), Reason.BUSY);
        stage("ab");
        assertRefused(store.stage(BUCKET, Sample.body("")), Reason.BUSY);
        assertThat(store.unstage(first.id())).isTrue();
        assertThat(store.unstage(first.id())).isFalse();
        stage("abcd");
    }

    @Test
    void givesRoomBackWhenABodyIsRefused() {
        Body wrong =
                new Body(
                        new ByteArrayInputStream(new byte[10]),
                        10,
                        Map.of(DigestAlgorithm.MD5, Bytes.of(new byte[16])),
                        Set.of());
        assertRefused(store.stage(BUCKET, wrong), Reason.DIGEST_MISMATCH);
        assertRefused(store.stage(OTHER, Sample.body("x")), Reason.NO_SUCH_BUCKET);
        stage("1234567890");
    }

    @Test
    void keepsTheDigestsThatWereAskedFor() {
        Body body =
                new Body(
                        new ByteArrayInputStream(new byte[] {1, 2, 3}),
                        3,
                        Map.of(),
                        Set.of(DigestAlgorithm.SHA256));
        Staged staged = store.stage(BUCKET, body).orThrow();
        store.transaction(put(staged.id())).orThrow();
        assertThat(store.head(ReadRequest.of(BUCKET, KEY)).orThrow().object().checksums())
                .hasSize(1);
    }

    @Test
    void makesSeveralObjectsOfOneBody() {
        String id = stage("hello").id();
        ObjectKey other = ObjectKey.of("other");
        store.transaction(
                        TransactionRequest.of(
                                new Put(BUCKET, KEY, id, Attributes.NONE, Preconditions.NONE),
                                new Put(BUCKET, other, id, Attributes.NONE, Preconditions.NONE)))
                .orThrow();
        assertThat(sample.get(other)).isEqualTo("hello");
        sweep();
        assertThat(sample.get()).isEqualTo("hello");
    }

    @Test
    void isKeptWhenATransactionIsRefused() {
        Staged staged = stage("hello");
        sample.put("there");
        Put absent = new Put(BUCKET, KEY, staged.id(), Attributes.NONE, Preconditions.ifAbsent());
        assertRefused(store.transaction(TransactionRequest.of(absent)), Reason.PRECONDITION_FAILED);
        sweep();
        store.transaction(put(staged.id())).orThrow();
        assertThat(sample.get()).isEqualTo("hello");
    }

    @Test
    void countsExactlyUnderConcurrency() throws InterruptedException {
        AtomicInteger done = new AtomicInteger();
        Together.run(
                16,
                thread -> {
                    if (store.stage(BUCKET, Sample.body("xyz" + thread % 3)).isDone()) {
                        done.incrementAndGet();
                    }
                });
        assertThat(done.get()).isBetween(1, 2);
        kit.clock.advance(HOUR);
        sweep();
        stage("1234567890");
    }
}
