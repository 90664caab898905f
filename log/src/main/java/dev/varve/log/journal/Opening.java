package dev.varve.log.journal;

import dev.varve.log.Disk;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.seal.JournalHead;
import dev.varve.log.seal.JournalIdentity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Brings a journal from whatever the last process left to a proven state.
final class Opening {
    private final JournalOptions options;
    private final JournalIdentity identity;
    private final Disk disk;
    private final JournalState state;

    /// A journal that may be read, and where to go on.
    record Opened(
            List<SegmentFile> files,
            SegmentWriter.Tail tail,
            Optional<StoreException.Corrupt> damage,
            TrimPoint trim) {}

    Opening(JournalOptions options, JournalIdentity identity, Disk disk, JournalState state) {
        this.options = options;
        this.identity = identity;
        this.disk = disk;
        this.state = state;
    }

    /// Reads as far as the journal is whole; changes nothing.
    Opened readOnly() throws IOException {
        Optional<JournalState.Mark> saved;
        try {
            saved = state.read();
        } catch (StoreException.Corrupt e) {
            saved = Optional.empty();
        }
        Survey.Result found = survey(saved);
        int cycle = found.files().isEmpty() ? 0 : found.files().getLast().cycle();
        return new Opened(
                found.files(),
                new SegmentWriter.Tail(cycle, true, 0, found.head()),
                found.damage(),
                found.trim());
    }

    /// @throws StoreException.Corrupt when something durable is missing or wrong; nothing was
    ///     changed but that the damaged file has a copy in quarantine
    Opened readWrite() throws IOException {
        removeTraces();
        Optional<JournalState.Mark> saved = state.read();
        saved.ifPresent(this::checkIncarnation);
        Survey.Result found = survey(saved);
        if (found.damage().isPresent()) {
            throw quarantined(found);
        }
        Trimming.deleteBefore(found.trim(), options.directory(), disk);
        if (found.leftover().isPresent()) {
            disk.delete(found.leftover().get());
            disk.forceDirectory(options.directory());
        }
        if (found.last().isEmpty()) {
            return opened(found, List.of(), next(SegmentName.FIRST_CYCLE, JournalHead.EMPTY));
        }
        return found.leftover().isPresent()
                ? opened(found, found.files(), afterLast(found))
                : rebuilt(found, found.last().get());
    }

    private static Opened opened(
            Survey.Result found, List<SegmentFile> files, SegmentWriter.Tail tail) {
        return new Opened(files, tail, Optional.empty(), found.trim());
    }

    private void checkIncarnation(JournalState.Mark mark) {
        if (identity.origin().incarnation() < mark.incarnation()) {
            throw new StoreException.Failed(
                    "the journal goes on with incarnation "
                            + mark.incarnation()
                            + "; the node's identity has "
                            + identity.origin().incarnation());
        }
    }

    private Opened rebuilt(Survey.Result found, Survey.Last last) throws IOException {
        SegmentRebuild rebuild = new SegmentRebuild(options, identity, disk);
        long end;
        try {
            end = rebuild.replace(last.file(), last.from(), last.head());
        } catch (StoreException.OutOfSpace e) {
            if (last.from() != 0) {
                throw e;
            }
            endInPlace(last);
            return opened(found, found.files(), afterLast(found));
        }
        List<SegmentFile> files = new ArrayList<>(found.files());
        SegmentFile old = files.removeLast();
        files.add(new SegmentFile(old.cycle(), old.path(), old.first()));
        return opened(found, files, new SegmentWriter.Tail(old.cycle(), false, end, last.head()));
    }

    /// Without room for a copy the segment ends where its good records do, and a new one begins.
    private void endInPlace(Survey.Last last) throws IOException {
        try (FileChannel channel = FileChannel.open(last.file(), StandardOpenOption.WRITE)) {
            channel.truncate(last.found().end());
            disk.force(last.file(), channel);
        }
    }

    private static SegmentWriter.Tail afterLast(Survey.Result found) {
        return next(found.files().getLast().cycle() + 1, found.head());
    }

    private static SegmentWriter.Tail next(int cycle, JournalHead head) {
        return new SegmentWriter.Tail(cycle, true, 0, head);
    }

    Survey.Result survey(Optional<JournalState.Mark> saved) throws IOException {
        TrimPoint trim = new TrimFile(options.directory()).read();
        return new Survey(options.directory(), identity, trim).run(saved, known(saved));
    }

    Position known(Optional<JournalState.Mark> saved) throws IOException {
        Position known = DurableMark.read(options.directory());
        List<Position> others = new ArrayList<>(options.knownDurable());
        TrimPoint trim = new TrimFile(options.directory()).read();
        if (trim.isTrimmed()) {
            others.add(trim.oldest());
        }
        saved.ifPresent(mark -> others.add(mark.position()));
        for (Position other : others) {
            known = other.isAfter(known) ? other : known;
        }
        return known;
    }

    private StoreException.Corrupt quarantined(Survey.Result found) {
        StoreException.Corrupt damage = found.damage().orElseThrow();
        Quarantine quarantine = new Quarantine(options.directory());
        Path damaged = Path.of(damage.file());
        try {
            if (Files.isRegularFile(damaged)) {
                quarantine.keepCopy(damaged);
            }
        } catch (IOException e) {
            damage.addSuppressed(e);
        }
        return damage;
    }

    /// What an open or roll that was cut short left behind.
    private void removeTraces() throws IOException {
        new SegmentRebuild(options, identity, disk).clear();
        new TrimFile(options.directory()).clear();
        List<Path> traces;
        try (Stream<Path> entries = Files.list(options.directory())) {
            traces =
                    entries.filter(file -> file.toString().endsWith(SegmentName.PRECREATED))
                            .toList();
        }
        for (Path trace : traces) {
            Files.delete(trace);
        }
    }
}
