package dev.varve.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChooserTest {
    private static final int MANY = 3000;
    private static final String ETAG = "d41d8cd98f00b204e9800998ecf8427e";

    /// Shows the same of every key.
    private record Fixed(List<Seen> seen, boolean reachesHistory) implements Door {
        @Override
        public Answer perform(Op op) {
            throw new AssertionError("a chooser only looks");
        }

        @Override
        public List<Seen> versions(Target at) {
            return seen;
        }

        @Override
        public long position() {
            return 7;
        }

        @Override
        public Optional<Begun> upload(Target at) {
            return Optional.of(new Begun("upload", List.of(1, 3)));
        }

        @Override
        public List<String> names(Bin bin) {
            return List.of();
        }

        @Override
        public Optional<Whole> read(Bin bin, String name) {
            return Optional.empty();
        }
    }

    private static List<Op> chosen(List<Door.Seen> seen, boolean reachesHistory) {
        Chooser chooser = new Chooser(new Fixed(seen, reachesHistory), 0, new SplittableRandom(1));
        return Stream.generate(chooser::next).limit(MANY).toList();
    }

    private static Set<String> kinds(List<Op> ops) {
        return ops.stream().map(op -> op.getClass().getSimpleName()).collect(Collectors.toSet());
    }

    private static Door.Seen object(String id) {
        return new Door.Seen(id, false, ETAG);
    }

    @Test
    void choosesEverythingWhereHistoryIsReached() {
        List<Door.Seen> seen = List.of(object("b"), new Door.Seen("a", true, ETAG));
        assertThat(kinds(chosen(seen, true)))
                .containsExactlyInAnyOrder(
                        "Put",
                        "Copy",
                        "Delete",
                        "DeleteVersion",
                        "Undelete",
                        "Purge",
                        "PurgeAll",
                        "PutPart",
                        "Complete",
                        "Abort",
                        "Together",
                        "MovePrefix",
                        "DeletePrefix",
                        "RestorePrefix");
    }

    @Test
    void leavesHistoryOutWhereItIsNotReached() {
        assertThat(kinds(chosen(List.of(object("b"), object("a")), false)))
                .contains("DeleteVersion")
                .doesNotContain(
                        "Undelete",
                        "Purge",
                        "PurgeAll",
                        "Together",
                        "MovePrefix",
                        "DeletePrefix",
                        "RestorePrefix");
    }

    @Test
    void thinsOutFromTheOldest() {
        List<Door.Seen> many =
                Stream.of("g", "f", "e", "d", "c", "b", "a").map(ChooserTest::object).toList();
        assertThat(chosen(many, false))
                .allSatisfy(op ->
                        assertThat(op)
                                .isInstanceOfSatisfying(
                                        Op.DeleteVersion.class,
                                        deletion -> assertThat(deletion.version()).isEqualTo("a")));
    }

    @Test
    void namesNoVersionThatHasNoName() {
        assertThat(kinds(chosen(List.of(object(Op.NONE)), false))).doesNotContain("DeleteVersion");
    }
}
