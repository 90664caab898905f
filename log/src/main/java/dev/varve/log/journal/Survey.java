package dev.varve.log.journal;

import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.journal.FrameReader.Frame;
import dev.varve.log.journal.SegmentScan.Found;
import dev.varve.log.seal.JournalHead;
import dev.varve.log.seal.JournalIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds out what a journal's directory holds, and whether that is all it ought to. Changes
/// nothing, and no other code reads the files before it is done.
final class Survey {
    private static final int FRAME_WORD = Integer.BYTES;

    private final Path directory;
    private final JournalIdentity identity;
    private final TrimPoint trim;
    private final List<SegmentFile> files = new ArrayList<>();
    private StoreException.@Nullable Corrupt damage;

    /// What is there.
    ///
    /// @param files the segments that can be read, in order
    /// @param last the newest of them, as far as it can be read
    /// @param leftover a further file, in which no event ever became durable
    /// @param trim where the journal begins
    /// @param damage what is missing or wrong, if anything is
    record Result(
            List<SegmentFile> files,
            Optional<Last> last,
            Optional<Path> leftover,
            TrimPoint trim,
            Optional<StoreException.Corrupt> damage) {
        JournalHead head() {
            return last.map(Last::head).orElse(JournalHead.EMPTY);
        }
    }

    /// A segment that was scanned, from the frame at `from` to its last good record.
    record Last(Path file, long from, Found found) {
        JournalHead head() {
            JournalHead head = found.head();
            return head == null ? JournalHead.EMPTY : head;
        }

        Position next() {
            return head().position().next();
        }
    }

    /// @param trim where the journal says that it begins
    Survey(Path directory, JournalIdentity identity, TrimPoint trim) {
        this.directory = directory;
        this.identity = identity;
        this.trim = trim;
    }

    /// The segment files of a directory in order.
    static List<Path> paths(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(file -> SegmentName.cycle(file).isPresent()).sorted().toList();
        }
    }

    /// The same without those that a trim has yet to delete.
    static List<Path> paths(Path directory, TrimPoint trim) throws IOException {
        return paths(directory).stream()
                .filter(file -> SegmentName.cycle(file).orElseThrow() >= trim.cycle())
                .toList();
    }

    /// @param saved how the journal was left, if that is known
    /// @param known the newest position that somebody has seen durable
    Result run(Optional<JournalState.Mark> saved, Position known) throws IOException {
        List<Path> paths = paths(directory, trim);
        Optional<Path> leftover = Optional.empty();
        Optional<Last> last = Optional.empty();
        checkNames(paths);
        addSealed(paths);
        if (damage == null && !paths.isEmpty()) {
            Last scanned = scanAnyhow(paths.getLast());
            if (scanned.found().isEmpty()) {
                leftover = Optional.of(scanned.file());
            } else {
                last = Optional.of(scanned);
                add(scanned.file(), scanned.found().first());
            }
        }
        if (last.isEmpty() && !files.isEmpty()) {
            last = Optional.of(scan(files.getLast().path(), 0));
            checkWhole(last.get());
        }
        boolean clean = saved.isPresent() && saved.get().clean();
        End end = end(last, leftover, saved);
        checkKnown(end, known);
        if (clean) {
            last.ifPresent(this::checkWhole);
            checkClean(end, last, saved.get());
        } else {
            checkTorn(end);
        }
        return new Result(List.copyOf(files), last, leftover, trim, Optional.ofNullable(damage));
    }

    private void checkNames(List<Path> paths) {
        if (paths.isEmpty() && trim.isTrimmed()) {
            report(directory.resolve(SegmentName.of(trim.cycle())), 0, "the segment is missing");
        }
        for (int i = 0; i < paths.size(); i++) {
            int expected = trim.cycle() + i;
            if (SegmentName.cycle(paths.get(i)).orElseThrow() != expected) {
                report(directory.resolve(SegmentName.of(expected)), 0, "the segment is missing");
                return;
            }
        }
    }

    /// All but the last, by their first record.
    private void addSealed(List<Path> paths) {
        for (int i = 0; i + 1 < paths.size(); i++) {
            Path path = paths.get(i);
            if (SegmentName.cycle(path).orElseThrow() != trim.cycle() + i) {
                return;
            }
            try (FrameReader frames = new FrameReader(path)) {
                if (frames.next() != Frame.DATA) {
                    report(path, frames.offset(), "the segment has no readable beginning");
                    return;
                }
                add(path, frames.record().position());
            } catch (StoreException.Corrupt e) {
                damage = damage == null ? e : damage;
                return;
            }
        }
    }

    private void add(Path path, @Nullable Position first) {
        if (first != null && continues(first)) {
            checkBeginning(path);
            files.add(new SegmentFile(SegmentName.cycle(path).orElseThrow(), path, first));
        } else {
            report(path, 0, "event " + first + " cannot begin this segment");
        }
    }

    private boolean continues(Position first) {
        return files.isEmpty()
                ? first.equals(trim.oldest())
                : first.isAfter(files.getLast().first());
    }

    /// The first segment must go on from the last checkpoint that was kept of those before it.
    private void checkBeginning(Path path) {
        if (files.isEmpty()
                && trim.isTrimmed()
                && !Trimming.chainBefore(path).equals(Optional.of(trim.chain()))) {
            report(path, 0, "does not go on from the events that were trimmed");
        }
    }

    private Last scan(Path file, long from) {
        return new Last(file, from, new SegmentScan(file, identity).run(from, _ -> {}));
    }

    /// Where a segment's beginning is lost, its records may still be there.
    private Last scanAnyhow(Path file) {
        Last regular = scan(file, 0);
        if (!regular.found().isEmpty()) {
            return regular;
        }
        OptionalLong first = new RecordSearch(file, identity).find(0, _ -> true);
        return first.isPresent() ? scan(file, first.getAsLong() - FRAME_WORD) : regular;
    }

    private void checkWhole(Last last) {
        String problem = last.found().problem();
        if (problem != null) {
            report(last.file(), last.found().end(), problem);
        }
    }

    /// Where events are missing, if any are.
    private record End(Path file, long offset, JournalHead head, @Nullable String problem) {}

    private End end(
            Optional<Last> last, Optional<Path> leftover, Optional<JournalState.Mark> saved) {
        JournalHead head = last.map(Last::head).orElse(JournalHead.EMPTY);
        if (leftover.isPresent()) {
            return new End(leftover.get(), 0, head, "the segment has no readable beginning");
        }
        Path wanted =
                directory.resolve(
                        SegmentName.of(saved.map(JournalState.Mark::cycle).orElse(trim.cycle())));
        Path reached = last.map(Last::file).orElse(directory);
        if (last.isEmpty() || wanted.compareTo(reached) > 0) {
            return new End(wanted, 0, head, "the segment is missing");
        }
        return new End(reached, last.get().found().end(), head, last.get().found().problem());
    }

    private void checkKnown(End end, Position known) {
        Position next = end.head().position().next();
        if (!next.isAfter(known)) {
            String lost = "events " + next + " to " + known + " were durable and are not here";
            String problem = end.problem();
            report(end.file(), end.offset(), problem == null ? lost : lost + ": " + problem);
        }
    }

    private void checkClean(End end, Optional<Last> last, JournalState.Mark mark) {
        Position position = end.head().position();
        if (last.isPresent() && last.get().from() != 0) {
            report(last.get().file(), 0, "the segment has no readable beginning");
        } else if (!position.equals(mark.position())) {
            report(
                    end.file(),
                    end.offset(),
                    "ends with event "
                            + position
                            + "; the journal was closed after event "
                            + mark.position());
        } else if (!end.head().chain().equals(mark.chain())) {
            report(
                    end.file(),
                    end.offset(),
                    "is not the chain of events with which the journal was closed");
        }
    }

    /// After an unclean stop what follows the last good record was torn, unless a record that can
    /// still be read says that the lost one was durable before it.
    private void checkTorn(End end) {
        if (!Files.exists(end.file())) {
            return;
        }
        Position lost = end.head().position().next();
        OptionalLong later =
                new RecordSearch(end.file(), identity)
                        .find(end.offset(), each -> !lost.isAfter(each.durableBefore()));
        if (later.isPresent()) {
            String problem = end.problem();
            report(
                    end.file(),
                    end.offset(),
                    "event "
                            + lost
                            + " cannot be read, although the record at byte "
                            + later.getAsLong()
                            + " shows that it was durable"
                            + (problem == null ? "" : ": " + problem));
        }
    }

    private void report(Path file, long offset, String what) {
        if (damage == null) {
            damage = new StoreException.Corrupt(file.toString(), offset, what);
        }
    }
}
