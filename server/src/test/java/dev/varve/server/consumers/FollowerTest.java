package dev.varve.server.consumers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.projections.StateBatch;
import dev.varve.server.consumers.Consumers.Need;
import dev.varve.server.consumers.Status.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FollowerTest {
    private final HarnessKit kit = new HarnessKit();
    private final Recorder recorder = new Recorder();

    @AfterEach
    void close() {
        kit.close();
    }

    /// Notes the positions that it was given, and fails when it is told to.
    private static final class Recorder implements Follower {
        private final List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        private volatile @Nullable RuntimeException failure;
        private volatile Runnable during = () -> {};
        private Position begin = Position.NONE;
        private boolean mayRestart;

        @Override
        public String name() {
            return "recorder";
        }

        @Override
        public String about() {
            return "notes what it sees";
        }

        @Override
        public Position begin() {
            return begin;
        }

        @Override
        public boolean mayRestart() {
            return mayRestart;
        }

        @Override
        public void apply(List<Recorded> events, StateBatch with) {
            during.run();
            RuntimeException fails = failure;
            if (fails != null) {
                throw fails;
            }
            for (Recorded event : events) {
                seen.add(event.position().value());
                with.put("recorder", new byte[] {(byte) event.position().value()}, new byte[0]);
            }
        }
    }

    private static List<Long> positions(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private void awaitSeen(long from, long to) {
        await().untilAsserted(() -> assertThat(recorder.seen).isEqualTo(positions(from, to)));
    }

    private Consumer follow() {
        kit.consumers().add(recorder);
        kit.consumers().start();
        return kit.consumers().find("recorder").orElseThrow();
    }

    private void awaitState(State state) {
        await().until(() -> status().state() == state);
    }

    private Status status() {
        return kit.consumers().find("recorder").orElseThrow().status();
    }

    @Test
    void seesEveryEventOnceInOrderAndGoesOnWhereItWas() {
        kit.append(2500);
        follow();
        awaitSeen(0, 2500);
        kit.append(3);
        awaitSeen(0, 2503);
        kit.restart();
        kit.append(2);
        follow();
        awaitSeen(0, 2505);
        await().until(() -> status().lag() == 0);
        assertThat(status().position()).isEqualTo(new Position(2505));
    }

    @Test
    void neverSeesWhatIsNotPublished() throws InterruptedException {
        kit.append(5);
        kit.publish(new Position(2));
        follow();
        awaitSeen(0, 2);
        Thread.sleep(300);
        awaitSeen(0, 2);
        kit.publish(new Position(5));
        awaitSeen(0, 5);
    }

    @Test
    void keepsItsPlaceWhileItFailsAndLeavesOthersAlone() {
        kit.append(3);
        recorder.failure = new IllegalStateException("the receiver is gone");
        List<Long> others = Collections.synchronizedList(new ArrayList<>());
        kit.consumers()
                .add(
                        new Follower() {
                            @Override
                            public String name() {
                                return "other";
                            }

                            @Override
                            public String about() {
                                return "goes on";
                            }

                            @Override
                            public void apply(List<Recorded> events, StateBatch with) {
                                events.forEach(event -> others.add(event.position().value()));
                            }
                        });
        Consumer consumer = follow();
        awaitState(State.WAITING);
        assertThat(status().lastError()).isEqualTo("the receiver is gone");
        assertThat(status().failures()).isPositive();
        assertThat(status().nextRun()).isNotNull();
        await().untilAsserted(() -> assertThat(others).isEqualTo(positions(0, 3)));
        assertThat(kit.consumers().needs()).contains(new Need("recorder", Position.FIRST));
        recorder.failure = null;
        consumer.runNow();
        awaitSeen(0, 3);
        awaitState(State.RUNNING);
        assertThat(status().lastError()).isEmpty();
    }

    @Test
    void writesItsRowsInOneStepWithItsCursor() {
        kit.append(3);
        follow();
        awaitSeen(0, 3);
        await().until(() -> status().lag() == 0);
        List<Byte> rows = new ArrayList<>();
        kit.state().scan("recorder", new byte[0], (key, value) -> rows.add(key[0]));
        assertThat(rows).containsExactly((byte) 0, (byte) 1, (byte) 2, (byte) 3);
    }

    @Test
    void stopsAtWhatOnlyALaterReleaseKnows() {
        recorder.failure = new StoreException.FromTheFuture("event type 99");
        Consumer consumer = follow();
        awaitState(State.STOPPED);
        assertThatThrownBy(consumer::runNow)
                .isInstanceOf(ConsumerRefusal.class)
                .hasMessageContaining("STOPPED");
    }

    @Test
    void staysPausedAcrossARestart() throws InterruptedException {
        Consumer consumer = follow();
        awaitSeen(0, 0);
        consumer.pause();
        assertThat(status().state()).isEqualTo(State.PAUSED);
        kit.append(2);
        kit.restart();
        Consumer again = follow();
        Thread.sleep(300);
        awaitSeen(0, 0);
        assertThat(status().state()).isEqualTo(State.PAUSED);
        assertThat(status().lag()).isEqualTo(2);
        again.resume();
        awaitSeen(0, 2);
    }

    @Test
    void isReplayedFromAPosition() {
        kit.append(4);
        Consumer consumer = follow();
        awaitSeen(0, 4);
        recorder.seen.clear();
        consumer.replay(new Position(2));
        awaitSeen(2, 4);
        assertThatThrownBy(() -> consumer.replay(new Position(6)))
                .isInstanceOf(ConsumerRefusal.class)
                .hasMessageContaining("0 to 4");
    }

    @Test
    void replayOfAPausedOneWaitsUntilItIsResumed() {
        kit.append(4);
        Consumer consumer = follow();
        awaitSeen(0, 4);
        consumer.pause();
        recorder.seen.clear();
        consumer.replay(new Position(3));
        assertThat(status().state()).isEqualTo(State.PAUSED);
        consumer.resume();
        awaitSeen(3, 4);
    }

    /// Law 5: what was lost is never silently begun anew.
    @Test
    void mustBeToldWhereToStartWhenWhatItRememberedIsLost() {
        kit.append(3);
        recorder.begin = new Position(1);
        kit.loseState();
        Consumer consumer = follow();
        awaitState(State.NEEDS_START);
        assertThatThrownBy(consumer::resume).isInstanceOf(ConsumerRefusal.class);
        assertThat(kit.consumers().needs()).isEmpty();
        assertThat(recorder.seen).isEmpty();
        consumer.replay(new Position(2));
        awaitSeen(2, 3);
    }

    @Test
    void beginsAtItsOwnBeginWhenItIsYoungerThanWhatIsRemembered() {
        kit.append(3);
        recorder.begin = new Position(1);
        follow();
        awaitSeen(2, 3);
    }

    @Test
    void mayRestartByItselfWhereNobodySeesTheDifference() {
        kit.append(3);
        kit.loseState();
        recorder.mayRestart = true;
        follow();
        awaitSeen(0, 3);
    }

    @Test
    void lapsesWhenItFallsBackTooFarAndHoldsNothingThen() {
        Consumer consumer = follow();
        awaitSeen(0, 0);
        consumer.pause();
        kit.append(2);
        kit.later(HarnessKit.RETENTION.age().minus(Duration.ofMinutes(1)));
        kit.lapse();
        assertThat(status().state()).isEqualTo(State.PAUSED);
        assertThat(kit.consumers().needs()).contains(new Need("recorder", new Position(1)));
        kit.later(Duration.ofMinutes(2));
        kit.lapse();
        awaitState(State.LAPSED);
        assertThat(kit.consumers().needs()).isEmpty();
        kit.restart();
        Consumer again = follow();
        awaitState(State.LAPSED);
        assertThatThrownBy(again::resume).isInstanceOf(ConsumerRefusal.class);
        again.replay(Position.FIRST);
        again.resume();
        await().untilAsserted(() -> assertThat(recorder.seen).containsExactly(0L, 0L, 1L, 2L));
    }

    @Test
    void oneThatLapsesWhileItFailsIsNotTriedAgain() throws InterruptedException {
        kit.append(2);
        recorder.failure = new IllegalStateException("broken");
        recorder.during =
                () -> {
                    kit.later(HarnessKit.RETENTION.age().plusMinutes(1));
                    kit.lapse();
                };
        follow();
        awaitState(State.LAPSED);
        Thread.sleep(100);
        assertThat(status().state()).isEqualTo(State.LAPSED);
        assertThat(status().lastError()).contains("fell back");
        assertThat(kit.consumers().needs()).isEmpty();
    }

    @Test
    void oneThatIsUpToDateNeverLapses() {
        Consumer consumer = follow();
        awaitSeen(0, 0);
        consumer.pause();
        kit.later(HarnessKit.RETENTION.age().multipliedBy(3));
        kit.lapse();
        assertThat(status().state()).isEqualTo(State.PAUSED);
    }

    @Test
    void keepsItsCursorItselfWhereItsEffectDoes() {
        List<Long> effects = Collections.synchronizedList(new ArrayList<>());
        OwnCursor own =
                new OwnCursor() {
                    @Override
                    public Position position() {
                        return new Position(effects.size() - 1L);
                    }

                    @Override
                    public String name() {
                        return "own";
                    }

                    @Override
                    public String about() {
                        return "keeps its cursor";
                    }

                    @Override
                    public void apply(List<Recorded> events, StateBatch with) {
                        events.forEach(event -> effects.add(event.position().value()));
                    }
                };
        kit.append(3);
        kit.consumers().add(own);
        kit.consumers().start();
        await().untilAsserted(() -> assertThat(effects).isEqualTo(positions(0, 3)));
        kit.restart();
        kit.append(2);
        kit.consumers().add(own);
        kit.consumers().start();
        await().untilAsserted(() -> assertThat(effects).isEqualTo(positions(0, 5)));
    }

    @Test
    void isForgottenWhenItIsRemoved() {
        follow();
        awaitSeen(0, 0);
        kit.consumers().remove("recorder");
        assertThat(kit.consumers().find("recorder")).isEmpty();
        assertThat(Remembered.of(kit.state(), "recorder")).isEmpty();
    }
}
