package dev.varve.tools.crash;

import dev.varve.log.StoreException;
import dev.varve.server.store.Varve;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Damages copies of a store, file class by file class, and judges what each copy then does:
/// damage must be reported, or make no difference at all.
public final class CorruptionRun {
    private static final int OPERATIONS = 400;
    private final Path directory;
    private final long seed;
    private final SplittableRandom random;
    private final Oracle oracle = new Oracle();
    private final CorruptionReport report;

    public CorruptionRun(Path directory, long seed) {
        this.directory = directory;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.report = new CorruptionReport(seed);
    }

    /// @param flips how many copies to damage
    public CorruptionReport run(int flips, Consumer<CorruptionReport> progress) {
        Path original = directory.resolve("original");
        Trees.delete(original);
        build(original);
        try {
            Map<FileClass, List<Path>> files = FileClass.of(original);
            List<FileClass> classes = List.copyOf(files.keySet());
            for (int i = 0; i < flips; i++) {
                FileClass kind = classes.get(i % classes.size());
                strike(original, kind, files.getOrDefault(kind, List.of()));
                progress.accept(report);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Trees.delete(original);
        return report;
    }

    /// A store with a history, closed in good order.
    private void build(Path root) {
        Trees.create(directory);
        CrashStore.create(root);
        try (Varve varve = Varve.open(CrashStore.config(root))) {
            Door door = new EmbeddedDoor(varve.store());
            Chooser chooser = new Chooser(door, 0, random.split());
            for (int i = 0; i < OPERATIONS; i++) {
                Op op = chooser.next();
                if (op.at().bin().keepsHidden()) {
                    perform(door, op);
                }
            }
            varve.maintenance().purge();
            varve.maintenance().reclaim();
            perform(
                    door,
                    new Op.Put(
                            new Target(Bin.PLAIN, "00/large"),
                            new Piece(seed | 1, 3 << 20),
                            Op.Condition.NONE,
                            Op.NONE));
        }
    }

    private void perform(Door door, Op op) {
        if (door.perform(op) instanceof Door.Done(String id, long position)) {
            oracle.accept(Report.INTENT + " 0 " + OpText.format(op));
            oracle.accept(Report.DONE + " 0 " + id + " " + position);
        }
    }

    private void strike(Path original, FileClass kind, List<Path> files) throws IOException {
        Path copy = directory.resolve("copy");
        Trees.delete(copy);
        Trees.copy(original, copy);
        Path file = files.get(random.nextInt(files.size()));
        Damage damage = Damage.any(copy, file, random);
        if (!damage.inflict(copy, random)) {
            return;
        }
        Judgement judgement = new CorruptionTrial(copy, oracle.copy(), damage).judge();
        report.add(kind, damage, judgement);
        Trees.delete(copy);
    }

    /// How one damaged copy behaved.
    sealed interface Judgement {
        /// An error named it; `place` is whether the message names the file.
        record Reported(String message, boolean place) implements Judgement {}

        record Harmless() implements Judgement {}

        record Violated(List<String> what) implements Judgement {}

        static Judgement reported(Damage damage, StoreException e) {
            return reported(damage, String.valueOf(e.getMessage()));
        }

        static Judgement reported(Damage damage, String message) {
            return new Reported(message, message.contains(nameOf(damage)));
        }

        private static String nameOf(Damage damage) {
            return String.valueOf(damage.file().getFileName());
        }

        static Judgement violated(List<Violation> violations) {
            List<String> what = new ArrayList<>();
            violations.forEach(violation -> what.add(violation.toString()));
            return new Violated(what);
        }
    }
}
