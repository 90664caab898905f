package dev.varve.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OpTextTest {
    private static final Target AT = new Target(Bin.KEPT, "01/02");

    static List<Op> all() {
        Piece piece = new Piece(77, 1234);
        return List.of(
                new Op.Put(AT, piece, Op.Condition.NONE, Op.NONE),
                new Op.Put(AT, piece, Op.Condition.SAME_ETAG, "abc-2"),
                new Op.Copy(AT, new Target(Bin.BRIEF, "01/07")),
                new Op.Delete(AT),
                new Op.DeleteVersion(AT, "v1"),
                new Op.Undelete(AT, Op.NONE),
                new Op.Purge(AT, "v2"),
                new Op.PurgeAll(AT),
                new Op.Open(AT),
                new Op.PutPart(AT, "u1", 3, piece),
                new Op.Complete(AT, "u1", List.of(1, 3)),
                new Op.Abort(AT, "u1"),
                new Op.Together(
                        AT, piece, new Target(Bin.PLAIN, "01/03"), new Target(AT.bin(), "x")),
                new Op.MovePrefix(Target.side(Bin.KEPT, 1, 0), Target.side(Bin.KEPT, 1, 1)),
                new Op.RestorePrefix(Target.side(Bin.KEPT, 1, 0), 77, List.of("v1", Op.NONE)),
                new Op.DeletePrefix(Target.side(Bin.PLAIN, 1, 1)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void readsWhatItWrites(Op op) {
        assertThat(OpText.parse(OpText.format(op))).isEqualTo(op);
    }

    @Test
    void refusesWhatIsNoOperation() {
        assertThatThrownBy(() -> OpText.parse("burn KEPT a"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
