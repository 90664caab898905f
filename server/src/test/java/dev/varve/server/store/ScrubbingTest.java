package dev.varve.server.store;

import static dev.varve.server.store.Sample.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.ObjectKey;
import dev.varve.projections.StateBatch;
import dev.varve.projections.StateStore;
import dev.varve.server.store.Upkeep.Recompression;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrubbingTest {
    private static final int OBJECTS = 90;
    private static final Duration PERIOD = Duration.ofHours(100);

    @TempDir Path data;
    private final SettableClock clock = new SettableClock();
    private final AtomicBoolean busy = new AtomicBoolean();
    private RealStore real;

    @BeforeEach
    void open() {
        real = new RealStore(data, clock);
        real.store().buckets().create(BUCKET).orThrow();
        for (int i = 0; i < OBJECTS; i++) {
            byte[] bytes = Sample.random(i, i % 10 == 0 ? 9000 : 300);
            real.store()
                    .put(PutRequest.of(BUCKET, ObjectKey.of("k" + i), Body.of(bytes)))
                    .orThrow();
        }
    }

    @AfterEach
    void close() {
        real.close();
    }

    private BlobUpkeep upkeep(Duration deep) {
        return real.varve()
                .upkeepWith(new Upkeep(deep, Duration.ZERO, 0, Recompression.OFF), busy::get);
    }

    private static long seen(BlobUpkeep upkeep) {
        return upkeep.scrubs().getFirst().seen().blobs();
    }

    private void step(BlobUpkeep upkeep, int hours) {
        clock.advance(Duration.ofHours(hours));
        upkeep.step();
    }

    @Test
    void looksAtEverythingOnceInAPeriod() {
        BlobUpkeep upkeep = upkeep(PERIOD);
        upkeep.step();
        assertThat(seen(upkeep)).isZero();
        step(upkeep, 45);
        assertThat(seen(upkeep)).isEqualTo(45);
        step(upkeep, 45);
        ScrubState done = upkeep.scrubs().getFirst();
        assertThat(done.seen().blobs()).isEqualTo(OBJECTS);
        assertThat(done.ended()).isTrue();
        assertThat(done.seen().findings()).isZero();
        assertThat(done.age(clock.instant())).isEqualTo(Duration.ofHours(90));

        step(upkeep, 9);
        assertThat(upkeep.scrubs().getFirst().round()).isEqualTo(1);
        step(upkeep, 1);
        assertThat(upkeep.scrubs().getFirst().round()).isEqualTo(2);
    }

    @Test
    void goesOnAfterARestartWhereItWas() {
        step(upkeep(PERIOD), 45);
        real.reopen();
        BlobUpkeep again = upkeep(PERIOD);
        assertThat(seen(again)).isEqualTo(45);
        step(again, 50);
        assertThat(seen(again)).as("each blob once").isEqualTo(OBJECTS);
        assertThat(again.scrubs().getFirst().sinceStart().blobs()).isEqualTo(45);
    }

    @Test
    void beginsItsRoundAnewWhenItsRowIsNoRow() {
        step(upkeep(PERIOD), 45);
        StateStore state = real.varve().consumers().state();
        byte[] key = "scrub-deep".getBytes(StandardCharsets.UTF_8);
        state.write(new StateBatch().put(RoundRow.SPACE, key, new byte[] {1, 2}));

        assertThat(seen(upkeep(PERIOD))).isZero();
    }

    @Test
    void waitsWhileTheStoreIsBusyButNotUntilItIsLate() {
        BlobUpkeep upkeep = upkeep(PERIOD);
        busy.set(true);
        step(upkeep, 10);
        assertThat(seen(upkeep)).isZero();
        assertThat(upkeep.scrubs().getFirst().waiting()).isTrue();
        step(upkeep, 1);
        assertThat(seen(upkeep)).isEqualTo(11);
        busy.set(false);
        step(upkeep, 1);
        assertThat(seen(upkeep)).isBetween(12L, 14L);
        assertThat(upkeep.scrubs().getFirst().waiting()).isFalse();
    }

    @Test
    void isOffWithoutAPeriod() {
        BlobUpkeep upkeep = upkeep(Duration.ZERO);
        step(upkeep, 1000);
        assertThat(seen(upkeep)).isZero();
        assertThat(upkeep.chores(work -> work)).isEmpty();
    }

    @Test
    void tellsOfWhatItFound() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("blobs/large"))) {
            Files.delete(files.filter(Files::isRegularFile).findFirst().orElseThrow());
        }
        BlobUpkeep upkeep = upkeep(PERIOD);
        step(upkeep, 95);
        ScrubState state = upkeep.scrubs().getFirst();
        assertThat(state.seen().findings()).isEqualTo(1);
        assertThat(state.sinceStart().findings()).isEqualTo(1);
        assertThat(state.latest()).hasSize(1);
        assertThat(state.latest().getFirst().what()).contains("missing");
        assertThat(real.varve().blobStats().quarantined()).isEqualTo(1);
    }

    /// A real one, by its own thread and clock.
    @Test
    void runsByItself() throws InterruptedException {
        real.close();
        VarveConfig config = RealStore.small(data, clock, FakeVolume.withoutSyncs());
        Upkeep often =
                new Upkeep(Duration.ofHours(1), Duration.ofHours(1), 1 << 20, Recompression.OFF);
        real = new RealStore(config.blobs(config.blobs().upkeep(often)));
        BlobUpkeep upkeep = real.varve().upkeep();
        clock.advance(Duration.ofHours(1));
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (upkeep.scrubs().stream().anyMatch(scrub -> scrub.coveredSince().isEmpty())
                && System.nanoTime() < end) {
            Thread.sleep(20);
        }
        assertThat(upkeep.scrubs()).allMatch(scrub -> scrub.coveredSince().isPresent());
        assertThat(real.varve().consumers().find("scrub-deep")).isPresent();
        assertThat(real.varve().consumers().find("scrub-light")).isPresent();
    }
}
