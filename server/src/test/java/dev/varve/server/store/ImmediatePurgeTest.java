package dev.varve.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.JournalCursor;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.SettingsChange.SetBytesWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Buckets without a history window, in a store whose rounds of maintenance are a day apart.
class ImmediatePurgeTest {
    private static final BucketName AT_ONCE = new BucketName("at-once");
    private static final BucketName KEPT = new BucketName("kept");
    private static final ObjectKey KEY = ObjectKey.of("a/key");
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir Path directory;
    private final SettableClock clock = new SettableClock();
    private RealStore real;

    @BeforeEach
    void open() {
        real = new RealStore(directory.resolve("data"), clock);
        create(AT_ONCE, Duration.ZERO);
        create(KEPT, Duration.ofHours(1));
    }

    @AfterEach
    void close() {
        real.close();
    }

    private void create(BucketName bucket, Duration window) {
        real.store()
                .buckets()
                .create(bucket, BucketSettings.DEFAULT.withHistoryWindow(window))
                .orThrow();
    }

    private Written put(BucketName bucket, String text) {
        return real.store()
                .put(PutRequest.of(bucket, KEY, Body.of(text.getBytes(UTF_8))))
                .orThrow();
    }

    private List<Version> history(BucketName bucket) {
        return real.store().history().of(bucket, KEY, null, 1000).orThrow();
    }

    private int purges() {
        int count = 0;
        try (JournalCursor cursor = real.varve().journal().read(Position.FIRST)) {
            for (Recorded event = cursor.next(); event != null; event = cursor.next()) {
                count += event.event() instanceof VersionsPurged ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void whatIsOverwrittenGoesAtOnceWithItsBytes() {
        Written first = put(AT_ONCE, "first");
        long begun = System.nanoTime();
        Written second = put(AT_ONCE, "second");

        await().atMost(SOON).until(() -> history(AT_ONCE).size() == 1);
        await().atMost(SOON).until(() -> real.varve().blobStats().blobs() == 1);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(history(AT_ONCE)).extracting(Version::id).containsExactly(second.version());
        ReadRequest then = ReadRequest.of(AT_ONCE, KEY).asOf(new AsOf.AtPosition(first.position()));
        Sample.assertRefused(real.store().head(then), Reason.BELOW_HISTORY_FLOOR);
    }

    @Test
    void whatIsDeletedGoesAtOnce() {
        put(AT_ONCE, "first");
        real.store().delete(AT_ONCE, KEY).orThrow();

        await().atMost(SOON).until(() -> history(AT_ONCE).isEmpty());
        await().atMost(SOON).until(() -> real.varve().blobStats().blobs() == 0);
    }

    @Test
    void bytesGoAtOnceWhereOnlyTheyHaveNoWindow() {
        real.store().buckets().change(KEPT, new SetBytesWindow(Duration.ZERO)).orThrow();
        Written first = put(KEPT, "first");
        put(KEPT, "second");

        await().atMost(SOON).until(() -> history(KEPT).getLast().bytesReleased());
        await().atMost(SOON).until(() -> real.varve().blobStats().blobs() == 1);
        assertThat(history(KEPT)).hasSize(2);
        assertThat(purges()).isZero();
        ReadRequest then = ReadRequest.of(KEPT, KEY).asOf(new AsOf.AtPosition(first.position()));
        assertThat(Sample.refusalOf(real.store().get(then))).isEqualTo(Reason.BYTES_RELEASED);
    }

    @Test
    void whatHasAWindowStays() throws InterruptedException {
        put(KEPT, "first");
        put(KEPT, "second");
        Thread.sleep(500);

        assertThat(history(KEPT)).hasSize(2);
        assertThat(purges()).isZero();
        put(AT_ONCE, "first");
        put(AT_ONCE, "second");
        await().atMost(SOON).until(() -> history(AT_ONCE).size() == 1);
        assertThat(history(KEPT)).hasSize(2);
    }

    @Test
    void manyOverwritesShareRounds() {
        long begun = System.nanoTime();
        for (int i = 0; i <= 1000; i++) {
            put(AT_ONCE, "body " + i);
            clock.advance(Duration.ofMillis(1));
        }
        await().atMost(SOON).until(() -> history(AT_ONCE).size() == 1);
        long rounds = Duration.ofNanos(System.nanoTime() - begun).toSeconds() / 5 + 1;

        // what is hidden while a round begins may make another step of it
        assertThat((long) purges()).isBetween(1L, 3 * (rounds + 1));
    }

    @Test
    void waitsWhileThePurgeIsPaused() throws InterruptedException {
        real.varve().consumers().find("purge").orElseThrow().pause();
        put(AT_ONCE, "first");
        put(AT_ONCE, "second");
        Thread.sleep(500);
        assertThat(history(AT_ONCE)).hasSize(2);

        real.varve().consumers().find("purge").orElseThrow().resume();
        await().atMost(SOON).until(() -> history(AT_ONCE).size() == 1);
    }
}
