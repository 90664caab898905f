package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore.ScrubSummary;
import dev.varve.log.Hash256;
import dev.varve.log.StoreException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RoundTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration PERIOD = Duration.ofHours(100);
    private static final BlobId ID =
            new BlobId(BlobId.Algorithm.HMAC_SHA_256, 7, new Hash256(1, 2, 3, 4));

    private static Rounds.Done step(long blobs, boolean end) {
        return new Rounds.Done(new ScrubSummary(blobs, 10 * blobs, 1), ID, end);
    }

    private static Instant hours(int hours) {
        return START.plus(Duration.ofHours(hours));
    }

    @Test
    void spreadsItsBlobsOverNineTenthsOfThePeriod() {
        Round round = Round.first(START);
        assertThat(round.due(START, PERIOD, 900)).isZero();
        assertThat(round.due(hours(1), PERIOD, 900)).isEqualTo(10);
        assertThat(round.plus(step(8, false)).due(hours(2), PERIOD, 900)).isEqualTo(12);
        assertThat(round.due(hours(90), PERIOD, 900)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void knowsFromTheHashOfASharedBlobHowFarItIs() {
        BlobId half = new BlobId(BlobId.Algorithm.SHA_256, 0, new Hash256(Long.MIN_VALUE, 0, 0, 0));
        Rounds.Done done = new Rounds.Done(new ScrubSummary(3, 0, 0), half, false);
        Round round = Round.first(START).plus(done);
        assertThat(round.due(hours(45), PERIOD, 1000)).isZero();
        assertThat(round.due(hours(54), PERIOD, 1000)).isEqualTo(100);
        assertThat(round.isLate(hours(59), PERIOD, 1000)).isFalse();
        assertThat(round.isLate(hours(61), PERIOD, 1000)).isTrue();
    }

    @Test
    void beginsAnewOnlyWhenThePeriodHasPassed() {
        Round ended = Round.first(START).plus(step(8, true));
        assertThat(ended.due(hours(99), PERIOD, 900)).isZero();
        assertThat(ended.at(hours(99), PERIOD)).isSameAs(ended);

        Round next = ended.at(hours(100), PERIOD);
        assertThat(next.number()).isEqualTo(2);
        assertThat(next.started()).isEqualTo(hours(100));
        assertThat(next.after()).isNull();
        assertThat(next.seen().blobs()).isZero();
        assertThat(next.coveredSince()).isEqualTo(START);
    }

    @Test
    void isLateWhenItIsATenthOfThePeriodBehind() {
        Round round = Round.first(START).plus(step(50, false));
        assertThat(round.isLate(hours(60), PERIOD, 100)).isFalse();
        assertThat(round.isLate(hours(61), PERIOD, 100)).isTrue();
    }

    @Test
    void doesNotWaitForAClockThatWasSetBack() {
        Round round = Round.first(hours(500)).plus(step(8, true));
        Round back = round.at(START, PERIOD);
        assertThat(back.started()).isEqualTo(START);
        assertThat(back.at(hours(100), PERIOD).number()).isEqualTo(2);
    }

    @Test
    void comesBackAsItWas() {
        Round round = Round.first(START);
        assertThat(Round.decode(round.encode())).isEqualTo(round);
        Round later = round.plus(step(8, true)).at(hours(200), PERIOD).plus(step(3, false));
        assertThat(Round.decode(later.encode())).isEqualTo(later);
    }

    @Test
    void refusesTheFuture() {
        byte[] bytes = Round.first(START).encode();
        bytes[0] = 2;
        assertThatThrownBy(() -> Round.decode(bytes))
                .isInstanceOf(StoreException.FromTheFuture.class);
    }
}
