package dev.varve.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.tools.crash.KeyState.VersionState;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OracleTest {
    private static final Target PLAIN = new Target(Bin.PLAIN, "00/00");
    private static final Target KEPT = new Target(Bin.KEPT, "00/01");
    private static final Piece ONE = new Piece(1, 10);
    private static final Piece TWO = new Piece(2, 20);

    private final Oracle oracle = new Oracle();
    private long position;

    private void intend(Op op) {
        oracle.accept("I 0 " + OpText.format(op));
    }

    private void acknowledge(Op op, String id) {
        intend(op);
        oracle.accept("A 0 " + id + " " + position++);
    }

    private static Op put(Target at, Piece piece) {
        return new Op.Put(at, piece, Op.Condition.NONE, Op.NONE);
    }

    private static List<String> shown(KeyState state) {
        return state.versions().stream()
                .map(version -> version.id() + (version.hidden() ? " hidden" : ""))
                .toList();
    }

    @Test
    void putHidesWhatWasThereOnlyWithoutVersioning() {
        for (Target at : List.of(PLAIN, KEPT)) {
            acknowledge(put(at, ONE), "a");
            acknowledge(put(at, TWO), "b");
        }
        assertThat(shown(oracle.state(PLAIN))).containsExactly("b", "a hidden");
        assertThat(shown(oracle.state(KEPT))).containsExactly("b", "a");
        assertThat(oracle.lastPosition()).isEqualTo(3);
    }

    @Test
    void deleteLeavesMarkerOnlyWithVersioning() {
        for (Target at : List.of(PLAIN, KEPT)) {
            acknowledge(put(at, ONE), "a");
            acknowledge(new Op.Delete(at), "m");
        }
        assertThat(shown(oracle.state(PLAIN))).containsExactly("a hidden");
        assertThat(shown(oracle.state(KEPT))).containsExactly("m", "a");
        assertThat(oracle.state(KEPT).object()).isNull();
    }

    @Test
    void undeleteMakesNewVersionOfTheNewestObject() {
        acknowledge(put(PLAIN, ONE), "a");
        acknowledge(put(PLAIN, TWO), "b");
        acknowledge(new Op.Delete(PLAIN), Op.NONE);
        acknowledge(new Op.Undelete(PLAIN, Op.NONE), "c");
        assertThat(shown(oracle.state(PLAIN))).containsExactly("c", "b hidden", "a hidden");
        assertThat(Objects.requireNonNull(oracle.state(PLAIN).object()).size()).isEqualTo(20);
    }

    @Test
    void purgeTakesOnlyHiddenVersions() {
        acknowledge(put(PLAIN, ONE), "a");
        acknowledge(put(PLAIN, TWO), "b");
        acknowledge(new Op.Purge(PLAIN, "b"), Op.NONE);
        assertThat(shown(oracle.state(PLAIN))).containsExactly("b", "a hidden");
        acknowledge(new Op.PurgeAll(PLAIN), Op.NONE);
        assertThat(shown(oracle.state(PLAIN))).containsExactly("b");
    }

    @Test
    void completedUploadIsMadeOfItsPartsInOrder() {
        acknowledge(new Op.Open(KEPT), "u");
        acknowledge(new Op.PutPart(KEPT, "u", 2, ONE), Op.NONE);
        acknowledge(new Op.PutPart(KEPT, "u", 1, ONE), Op.NONE);
        acknowledge(new Op.PutPart(KEPT, "u", 2, TWO), Op.NONE);
        acknowledge(new Op.Complete(KEPT, "u", List.of(1, 2)), "c");
        VersionState made = oracle.state(KEPT).versions().get(0);
        assertThat(Objects.requireNonNull(made.made()).size()).isEqualTo(30);
        assertThat(made.made().etag()).endsWith("-2");
        assertThat(oracle.state(KEPT).uploads()).isEmpty();
    }

    @Test
    void unansweredOperationLeavesTwoAllowedStates() {
        acknowledge(put(PLAIN, ONE), "a");
        intend(put(PLAIN, TWO));
        assertThat(oracle.allowed(PLAIN).stream().map(OracleTest::shown))
                .containsExactly(List.of("a"), List.of("?", "a hidden"));
        assertThat(oracle.allowed(KEPT)).containsExactly(KeyState.EMPTY);
    }

    @Test
    void movedPrefixTakesEveryKeyToTheOtherSide() {
        Target here = Target.side(Bin.KEPT, 3, 0);
        Target there = Target.side(Bin.KEPT, 3, 1);
        acknowledge(put(here.below().get(1), ONE), "a");
        acknowledge(put(there.below().get(1), TWO), "b");
        acknowledge(put(there.below().get(2), TWO), "c");
        acknowledge(new Op.MovePrefix(here, there), "m");
        assertThat(shown(oracle.state(here.below().get(1)))).containsExactly("m", "a");
        assertThat(shown(oracle.state(there.below().get(1)))).containsExactly("m", "b");
        assertThat(shown(oracle.state(there.below().get(2)))).containsExactly("c");
        assertThat(oracle.state(there.below().get(0))).isEqualTo(KeyState.EMPTY);
        acknowledge(new Op.DeletePrefix(there), "d");
        assertThat(shown(oracle.state(there.below().get(1)))).containsExactly("d", "m", "b");
    }

    @Test
    void restoreMakesKeysWhatTheyWereAndLeavesTheSameAlone() {
        for (Bin bin : List.of(Bin.PLAIN, Bin.KEPT)) {
            Target side = Target.side(bin, 3, 0);
            List<Target> keys = side.below();
            acknowledge(put(keys.get(0), ONE), "a");
            acknowledge(put(keys.get(1), ONE), "b");
            acknowledge(put(keys.get(2), ONE), "c");
            acknowledge(put(keys.get(0), TWO), "d");
            acknowledge(new Op.Delete(keys.get(1)), "m");
            acknowledge(put(keys.get(3), TWO), "e");
            List<String> then = List.of("a", "b", "c", "-", "-", "-", "-", "-");
            acknowledge(new Op.RestorePrefix(side, 2, then), "r");
            List<Made> objects =
                    keys.subList(0, 3).stream().map(key -> oracle.state(key).object()).toList();
            assertThat(objects).extracting(Made::size).containsExactly(10L, 10L, 10L);
            assertThat(shown(oracle.state(keys.get(0)))).startsWith("r");
            assertThat(shown(oracle.state(keys.get(2)))).containsExactly("c");
            assertThat(oracle.state(keys.get(3)).object()).isNull();
            assertThat(oracle.state(keys.get(4))).isEqualTo(KeyState.EMPTY);
        }
    }

    @Test
    void knowsWhichKeysChangeTogether() {
        acknowledge(put(PLAIN, ONE), "a");
        Target other = new Target(Bin.PLAIN, "00/02");
        Target gone = new Target(Bin.PLAIN, "00/03");
        intend(new Op.Together(PLAIN, TWO, other, gone));
        assertThat(oracle.together()).containsExactly(List.of(PLAIN, other));
        assertThat(oracle.allowed(other).stream().map(OracleTest::shown))
                .containsExactly(List.of(), List.of("?"));
        assertThat(oracle.targets()).contains(PLAIN, other, gone);
    }

    @Test
    void refusedOperationLeavesOne() {
        intend(new Op.Put(PLAIN, ONE, Op.Condition.SAME_ETAG, "x"));
        oracle.accept("R 0 NO_SUCH_KEY");
        assertThat(oracle.allowed(PLAIN)).containsExactly(KeyState.EMPTY);
        assertThat(oracle.troubles()).isEmpty();
    }

    @Test
    void noticesAnswersThatConditionsForbid() {
        acknowledge(put(PLAIN, ONE), "a");
        acknowledge(new Op.Put(PLAIN, TWO, Op.Condition.ABSENT, Op.NONE), "b");
        intend(put(PLAIN, ONE));
        oracle.accept("R 0 PRECONDITION_FAILED");
        assertThat(oracle.troubles()).hasSize(2);
    }

    @Test
    void refusesLinesItDoesNotKnow() {
        assertThatThrownBy(() -> oracle.accept("X 1 2"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> oracle.accept("A 5 id 1"))
                .isInstanceOf(NullPointerException.class);
    }
}
