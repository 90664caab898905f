package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.store.Linearizability.Call;
import dev.varve.server.store.Linearizability.Effect;
import dev.varve.server.store.Refusal.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The checker itself: a checker that accepts everything proves nothing.
class LinearizabilityTest {
    private static Call call(long from, long to, Effect effect) {
        return new Call(from, to, "", effect);
    }

    private static boolean holds(Call... calls) {
        return Linearizability.holds(List.of(calls));
    }

    @Test
    void acceptsCallsOneAfterTheOther() {
        assertThat(
                        holds(
                                call(0, 1, Effects.put("", "a")),
                                call(2, 3, Effects.get("a")),
                                call(4, 5, Effects.delete("a")),
                                call(6, 7, Effects.get(""))))
                .isTrue();
    }

    @Test
    void acceptsEitherOrderOfOverlappingCalls() {
        Call first = call(0, 10, Effects.put("", "a"));
        Call second = call(0, 10, Effects.put("", "b"));
        assertThat(holds(first, second, call(11, 12, Effects.get("a")))).isTrue();
        assertThat(holds(first, second, call(11, 12, Effects.get("b")))).isTrue();
        assertThat(holds(first, second, call(5, 6, Effects.get("")))).isTrue();
    }

    @Test
    void rejectsAReadOfWhatWasReplacedBefore() {
        assertThat(
                        holds(
                                call(0, 1, Effects.put("", "a")),
                                call(2, 3, Effects.put("", "b")),
                                call(4, 5, Effects.get("a"))))
                .isFalse();
    }

    @Test
    void rejectsAReadThatGoesBackInTime() {
        assertThat(
                        holds(
                                call(0, 10, Effects.put("", "a")),
                                call(1, 2, Effects.get("a")),
                                call(3, 4, Effects.get(""))))
                .isFalse();
    }

    @Test
    void rejectsTwoWinners() {
        assertThat(holds(call(0, 10, Effects.put("*", "a")), call(0, 10, Effects.put("*", "b"))))
                .isFalse();
        assertThat(
                        holds(
                                call(0, 1, Effects.put("", "a")),
                                call(2, 10, Effects.put("a", "b")),
                                call(2, 10, Effects.put("a", "c"))))
                .isFalse();
    }

    @Test
    void rejectsALostUpdate() {
        assertThat(
                        holds(
                                call(0, 1, Effects.put("", "a")),
                                call(2, 10, Effects.put("a", "b")),
                                call(11, 12, Effects.get("a"))))
                .isFalse();
    }

    @Test
    void rejectsARefusalWithoutAReason() {
        assertThat(holds(call(0, 1, Effects.refused("*", Reason.PRECONDITION_FAILED)))).isFalse();
        assertThat(holds(call(0, 1, Effects.refused("a", Reason.PRECONDITION_FAILED)))).isFalse();
        assertThat(holds(call(0, 1, Effects.refused("a", Reason.NO_SUCH_KEY)))).isTrue();
    }

    @Test
    void rejectsADeleteThatCameBack() {
        assertThat(
                        holds(
                                call(0, 1, Effects.put("", "a")),
                                call(2, 3, Effects.delete("")),
                                call(4, 9, Effects.put("*", "b")),
                                call(5, 6, Effects.get("a"))))
                .isFalse();
    }
}
