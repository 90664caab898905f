package dev.varve.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.store.Varve;
import dev.varve.tools.crash.Violation.Promise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The checks of the harness must see what they are there to see.
class ChecksTest {
    private static final Target PLAIN = new Target(Bin.PLAIN, "00/00");
    private static final Target KEPT = new Target(Bin.KEPT, "00/01");
    private static final Piece ONE = new Piece(1, 100_000);
    private static final Piece TWO = new Piece(2, 500);

    @TempDir private Path data;
    private final Oracle oracle = new Oracle();
    private final List<Violation> violations = new ArrayList<>();

    @BeforeEach
    void create() {
        CrashStore.create(data);
    }

    private void perform(Op... ops) {
        try (Varve varve = Varve.open(CrashStore.config(data))) {
            for (Op op : ops) {
                Door.Done done = new EmbeddedDoor(varve.store()).require(op);
                tell(op, done.id(), done.position());
            }
        }
    }

    private void tell(Op op, String id, long position) {
        oracle.accept("I 0 " + OpText.format(op));
        oracle.accept("A 0 " + id + " " + position);
    }

    private List<Promise> broken() {
        try (Varve varve = Varve.open(CrashStore.config(data))) {
            new StateCheck(varve, oracle, violations::add).run();
        }
        new OfflineCheck(data, violations::add).run(new Tally());
        return violations.stream().map(Violation::promise).distinct().toList();
    }

    private static Op put(Target at, Piece piece) {
        return new Op.Put(at, piece, Op.Condition.NONE, Op.NONE);
    }

    @Test
    void findNothingWrongWithStoreThatKeptItsWord() {
        perform(
                put(PLAIN, ONE),
                put(PLAIN, TWO),
                put(KEPT, ONE),
                new Op.Copy(KEPT, PLAIN),
                new Op.Delete(KEPT),
                new Op.Undelete(KEPT, Op.NONE),
                new Op.Open(KEPT));
        assertThat(broken()).as(violations::toString).isEmpty();
        assertThat(broken()).as("settled, and checked again: %s", violations).isEmpty();
    }

    @Test
    void noticeLostWrite() {
        perform(put(PLAIN, ONE));
        tell(put(KEPT, ONE), "lost", 0);
        assertThat(broken()).contains(Promise.ACKNOWLEDGED_IS_THERE);
    }

    @Test
    void noticePositionThatIsNotDurable() {
        perform(put(PLAIN, ONE));
        tell(put(PLAIN, ONE), "lost", 1000);
        assertThat(broken()).contains(Promise.ACKNOWLEDGED_IS_DURABLE);
    }

    @Test
    void noticeWrongBytes() {
        perform(put(PLAIN, TWO));
        String id = oracle.state(PLAIN).versions().get(0).id();
        oracle.settle(Map.of());
        tell(put(PLAIN, new Piece(3, 500)), id, 0);
        assertThat(broken()).contains(Promise.ACKNOWLEDGED_IS_THERE);
    }

    @Test
    void noticeWhatNobodyWrote() {
        perform(put(PLAIN, ONE));
        oracle.settle(Map.of());
        assertThat(broken()).contains(Promise.NOTHING_HALF_VISIBLE);
    }

    @Test
    void takeUnansweredWriteEitherWay() {
        oracle.accept("I 1 " + OpText.format(put(KEPT, TWO)));
        assertThat(broken()).as(violations::toString).isEmpty();
        perform(put(PLAIN, ONE));
        oracle.accept("I 2 " + OpText.format(put(PLAIN, TWO)));
        assertThat(broken()).as(violations::toString).isEmpty();
        assertThat(oracle.unanswered()).isZero();
    }

    @Test
    void noticeBytesThatAreGone() throws IOException {
        perform(put(PLAIN, new Piece(5, 300_000)));
        overwriteLargest(data.resolve("blobs"));
        assertThat(broken()).contains(Promise.BYTES_ARE_READABLE);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void overwriteLargest(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            Path largest =
                    files.filter(Files::isRegularFile)
                            .max(Comparator.comparingLong(ChecksTest::size))
                            .orElseThrow();
            Files.write(largest, new byte[1000]);
        }
    }
}
