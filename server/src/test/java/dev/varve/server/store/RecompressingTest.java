package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.ObjectKey;
import dev.varve.server.store.Upkeep.Recompression;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecompressingTest {
    private static final int OBJECTS = 300;
    private static final Duration PERIOD = Duration.ofHours(100);
    private static final Recompression ON =
            new Recompression(19, PERIOD, Duration.ofHours(1), 0.05, true);

    @TempDir Path data;
    private final SettableClock clock = new SettableClock();
    private final AtomicBoolean busy = new AtomicBoolean();
    private RealStore real;

    /// Files have real times of change, so the clock begins there.
    @BeforeEach
    void open() {
        clock.set(Instant.now());
        real = new RealStore(data, clock);
        real.store().buckets().create(BUCKET).orThrow();
        for (int i = 0; i < OBJECTS; i++) {
            real.store()
                    .put(PutRequest.of(BUCKET, ObjectKey.of("k" + i), Body.of(content(i))))
                    .orThrow();
        }
    }

    @AfterEach
    void close() {
        real.close();
    }

    private static byte[] content(int i) {
        return "{\"station\":\"north-%d\",\"value\":%d,\"unit\":\"celsius\"}\n"
                .formatted(i % 17, i)
                .repeat(i % 10 == 0 ? 200 : 3)
                .getBytes(StandardCharsets.UTF_8);
    }

    private void assertReadable() {
        Sample sample = new Sample(real.store());
        for (int i = 0; i < OBJECTS; i++) {
            assertThat(sample.get(ObjectKey.of("k" + i)))
                    .isEqualTo(new String(content(i), StandardCharsets.UTF_8));
        }
    }

    private BlobUpkeep upkeep(Recompression recompression) {
        return real.varve().upkeepWith(Upkeep.OFF.recompression(recompression), busy::get);
    }

    private void step(BlobUpkeep upkeep, int hours) {
        clock.advance(Duration.ofHours(hours));
        upkeep.step();
    }

    @Test
    void storesWhatIsOldEnoughSmallerWhileAllStaysReadable() {
        BlobUpkeep upkeep = upkeep(ON);
        long before = real.varve().blobStats().physicalBytes();
        step(upkeep, 45);
        RecompressState half = upkeep.recompression();
        assertThat(half.looked()).isBetween(OBJECTS / 2L - 1, OBJECTS / 2L + 1);
        step(upkeep, 50);

        RecompressState done = upkeep.recompression();
        assertThat(done.ended()).isTrue();
        assertThat(done.moved()).isGreaterThan(OBJECTS / 2);
        assertThat(done.savedSinceStart())
                .isEqualTo(before - real.varve().blobStats().physicalBytes())
                .isGreaterThan(before / 10);
        assertReadable();
        real.varve().maintenance().reclaim();
        assertThat(
                        real.varve()
                                .maintenance()
                                .reconcile(false, _ -> {})
                                .of(ReconcileReport.Kind.MISSING)
                                .count())
                .isZero();
        real.reopen();
        assertReadable();
    }

    @Test
    void leavesAloneWhatIsYoung() {
        BlobUpkeep upkeep = upkeep(new Recompression(19, PERIOD, Duration.ofDays(365), 0.05, true));
        step(upkeep, 95);
        assertThat(upkeep.recompression().ended()).isTrue();
        assertThat(upkeep.recompression().moved()).isZero();
    }

    @Test
    void letsOthersGoFirstForAsLongAsItTakes() {
        BlobUpkeep upkeep = upkeep(ON);
        busy.set(true);
        step(upkeep, 200);
        assertThat(upkeep.recompression().waiting()).isTrue();
        assertThat(upkeep.recompression().looked()).isZero();
        busy.set(false);
        upkeep.step();
        assertThat(upkeep.recompression().ended()).isTrue();
    }

    @Test
    void isOffByDefault() {
        BlobUpkeep upkeep = upkeep(Recompression.OFF);
        step(upkeep, 1000);
        assertThat(upkeep.recompression().on()).isFalse();
        assertThat(upkeep.recompression().looked()).isZero();
        assertThat(upkeep.chores(work -> work)).isEmpty();
        assertThat(Upkeep.DEFAULT.recompression()).isEqualTo(Recompression.OFF);
    }

    @Test
    void isAConsumerWhenItIsOn() {
        real.close();
        VarveConfig config = RealStore.small(data, clock, FakeVolume.withoutSyncs());
        real = new RealStore(config.blobs(config.blobs().upkeep(Upkeep.OFF.recompression(ON))));
        assertThat(real.varve().consumers().find("recompress")).isPresent();
        assertThat(real.varve().consumers().find("scrub-deep")).isEmpty();
    }
}
