package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static dev.varve.server.store.Sample.KEY;
import static dev.varve.server.store.Sample.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Provenance;
import dev.varve.log.UploadId;
import dev.varve.log.UploadTerms;
import dev.varve.log.UploadTerms.Kind;
import dev.varve.server.store.Refusal.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadExpiryTest {
    private static final Duration AFTER = Duration.ofDays(7);
    private static final Duration STEP = Duration.ofMinutes(10);

    private StoreKit kit = StoreKit.open();
    private final Sample sample = Sample.in(kit);
    private long nanos = Long.MAX_VALUE - Duration.ofDays(3).toNanos();
    private UploadExpiry expiry = new UploadExpiry(kit.core, AFTER, () -> nanos);

    @AfterEach
    void close() {
        kit.close();
    }

    /// Lets time pass as it does, with a look every now and then.
    private int pass(Duration duration) {
        int expired = 0;
        for (Duration left = duration; left.isPositive(); left = left.minus(STEP)) {
            kit.clock.advance(STEP);
            nanos += STEP.toNanos();
            expired += expiry.expire();
        }
        return expired;
    }

    private ResumableUpload open(String key) {
        return kit.store()
                .resumables()
                .open(
                        BUCKET,
                        ObjectKey.of(key),
                        Attributes.NONE,
                        UploadTerms.of(Kind.APPENDED, 100, 0))
                .orThrow();
    }

    @Test
    void endsWhatNobodyWentOnWith() {
        ResumableUpload resumable = open("a");
        UploadId multipart = kit.store().uploads().create(BUCKET, KEY).orThrow();
        kit.store().uploads().put(BUCKET, KEY, multipart, 1, Sample.body("part")).orThrow();
        assertThat(pass(AFTER.minusHours(1))).isZero();
        assertThat(pass(Duration.ofHours(2))).isEqualTo(2);
        assertRefused(resumable.append(0, Sample.body("x")), Reason.NO_SUCH_UPLOAD);
        assertRefused(
                kit.store().uploads().put(BUCKET, KEY, multipart, 2, Sample.body("part")),
                Reason.NO_SUCH_UPLOAD);
        kit.maintenance.reclaim();
        assertThat(kit.blobs.stats().blobs()).isZero();
        assertThat(kit.recorded(kit.store().position()).envelope().provenance())
                .isEqualTo(Provenance.SYSTEM);
        sample.assertAbsent();
    }

    @Test
    void countsFromTheLastBytesThatCame() {
        ResumableUpload upload = open("a");
        pass(AFTER.minusDays(1));
        upload.append(0, Sample.body("more")).orThrow();
        assertThat(((UploadState.Open) upload.state().orThrow()).expires())
                .isEqualTo(kit.clock.instant().plus(AFTER));
        assertThat(pass(AFTER.minusDays(1))).isZero();
        assertThat(pass(Duration.ofDays(2))).isEqualTo(1);
    }

    @Test
    void looksAtMoreThanItReadsAtOnce() {
        UploadCommands.Create create =
                new UploadCommands.Create(BUCKET, KEY, "alice", Attributes.NONE, null, false);
        List<CompletableFuture<Outcome<UploadId>>> created =
                IntStream.range(0, 2_100)
                        .mapToObj(i -> kit.core.submit(create, StoreKit.ALICE))
                        .toList();
        created.forEach(each -> each.join().orThrow());
        open("last");
        assertThat(expiry.expire()).isZero();
        kit.clock.advance(AFTER);
        nanos += AFTER.toNanos();
        assertThat(expiry.expire()).isEqualTo(2_101);
    }

    @Test
    void leavesTheDecisionToTheWriter() {
        ResumableUpload upload = open("a");
        UploadHandle handle = upload.handle();
        kit.clock.advance(AFTER);
        Instant cutoff = kit.clock.instant().minus(AFTER);
        upload.append(0, Sample.body("just now")).orThrow();
        ResumableCommands.Expire late =
                new ResumableCommands.Expire(
                        kit.store().buckets().find(BUCKET).orElseThrow().id(),
                        handle.key(),
                        handle.upload(),
                        cutoff);
        assertThat(kit.core.sequencer().run(late, Provenance.SYSTEM).orThrow()).isFalse();
        assertThat(upload.state().isDone()).isTrue();
    }

    @Test
    void endsNothingWhileTheClockJumps() {
        ResumableUpload upload = open("a");
        pass(Duration.ofHours(3));
        kit.clock.advance(Duration.ofDays(3650));
        assertThat(expiry.expire()).isZero();
        assertThat(pass(Duration.ofMinutes(50))).isZero();
        kit.clock.advance(Duration.ofDays(-3650));
        assertThat(expiry.expire()).isZero();
        assertThat(pass(Duration.ofDays(1))).isZero();
        assertThat(upload.state().isDone()).isTrue();
    }

    @Test
    void letsWhoComesBackAfterAJumpGoOn() {
        ResumableUpload left = open("a");
        ResumableUpload used = open("b");
        pass(Duration.ofHours(3));
        kit.clock.advance(Duration.ofDays(30));
        assertThat(pass(Duration.ofMinutes(30))).isZero();
        used.append(0, Sample.body("on")).orThrow();
        assertThat(pass(Duration.ofHours(2))).isEqualTo(1);
        assertThat(left.state().isDone()).isFalse();
        assertThat(used.state().isDone()).isTrue();
    }

    @Test
    void goesOnAfterARestart() {
        UploadHandle handle = open("a").handle();
        pass(AFTER.minusHours(2));
        kit = kit.crash(0);
        expiry = new UploadExpiry(kit.core, AFTER, () -> nanos);
        assertThat(pass(Duration.ofHours(1))).isZero();
        assertThat(pass(Duration.ofHours(2))).isEqualTo(1);
        assertRefused(kit.store().resumables().at(handle).state(), Reason.NO_SUCH_UPLOAD);
    }

    @Test
    void happensByItselfInAStoreThatIsOpen(@TempDir Path directory) throws InterruptedException {
        VarveConfig config =
                VarveConfig.at(directory)
                        .space(0, 0)
                        .uploads(new VarveConfig.UploadSettings(Duration.ofSeconds(1)));
        try (Varve varve = Varve.open(config)) {
            ObjectStore store = varve.store();
            store.buckets().create(BUCKET).orThrow();
            UploadId upload = store.uploads().create(BUCKET, KEY).orThrow();
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (store.uploads().find(BUCKET, KEY, upload).isDone()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(50);
            }
        }
    }
}
