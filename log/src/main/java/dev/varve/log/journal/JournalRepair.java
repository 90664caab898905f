package dev.varve.log.journal;

import dev.varve.log.Disk;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.journal.SegmentScan.Found;
import dev.varve.log.seal.JournalHead;
import dev.varve.log.seal.JournalIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The explicit way out of a journal that will not open: gives up a named range of events that were
/// durable once. For a journal that nobody has open.
public final class JournalRepair {
    private final JournalOptions options;
    private final JournalIdentity identity;
    private final Disk disk;
    private final JournalState state;

    /// What a cut gave up.
    ///
    /// @param first the first position that is gone
    /// @param last the last one known to have been durable; less than `first` when none is
    /// @param incarnation the lowest that may write from now on
    /// @param quarantined where the files are that held them
    public record Lost(Position first, Position last, int incarnation, List<Path> quarantined) {
        public Lost {
            quarantined = List.copyOf(quarantined);
        }
    }

    public JournalRepair(JournalOptions options, JournalIdentity identity, Disk disk) {
        this.options = options;
        this.identity = identity;
        this.disk = disk;
        this.state = new JournalState(options.directory(), disk);
    }

    /// Ends the journal before `position`. The caller raises the node's incarnation, drops views
    /// and cursors that are beyond the cut, and names the loss.
    ///
    /// @throws IllegalArgumentException when events before `position` cannot be read either
    public Lost cut(Position position) {
        try (DirectoryLock _ = new DirectoryLock(options.directory())) {
            return cutLocked(position);
        } catch (IOException e) {
            throw new StoreException.Failed("cannot cut the journal at " + position, e);
        }
    }

    private Lost cutLocked(Position position) throws IOException {
        Optional<JournalState.Mark> saved = readState();
        Opening opening = new Opening(options, identity, disk, state);
        Survey.Result found = opening.survey(saved);
        if (position.isAfter(found.head().position().next()) || position.isNone()) {
            throw new IllegalArgumentException(
                    "the journal can be read up to event " + found.head().position());
        }
        requireHeld(position, found.trim());
        Position known = opening.known(saved);
        Position last = known.isAfter(found.head().position()) ? known : found.head().position();
        int incarnation = identity.origin().incarnation() + 1;
        List<Path> quarantined = new ArrayList<>();
        JournalHead head = cutFiles(found, position, quarantined);
        int cycle =
                found.trim().cycle() + Survey.paths(options.directory(), found.trim()).size() - 1;
        state.write(
                new JournalState.Mark(false, cycle, incarnation, head.position(), head.chain()));
        try (DurableMark mark = new DurableMark(options.directory())) {
            mark.write(head.position());
        }
        disk.forceDirectory(options.directory());
        return new Lost(position, last, incarnation, quarantined);
    }

    /// Of a trimmed journal something must be left, or nothing would say what it went on from.
    private static void requireHeld(Position position, TrimPoint trim) {
        if (trim.isTrimmed() && !position.isAfter(trim.oldest())) {
            throw new IllegalArgumentException(
                    "the journal begins with event "
                            + trim.oldest()
                            + ", of which at least that one must stay");
        }
    }

    private Optional<JournalState.Mark> readState() throws IOException {
        try {
            return state.read();
        } catch (StoreException.Corrupt e) {
            return Optional.empty();
        }
    }

    /// Moves away what begins at or after the cut, and shortens the segment it goes through.
    private JournalHead cutFiles(Survey.Result found, Position position, List<Path> quarantined)
            throws IOException {
        Quarantine quarantine = new Quarantine(options.directory());
        List<SegmentFile> kept =
                found.files().stream().filter(file -> position.isAfter(file.first())).toList();
        for (Path path : Survey.paths(options.directory(), found.trim())) {
            if (kept.stream().noneMatch(file -> file.path().equals(path))) {
                quarantined.add(quarantine.take(path));
            }
        }
        if (kept.isEmpty()) {
            return JournalHead.EMPTY;
        }
        Path last = kept.getLast().path();
        quarantined.add(quarantine.keepCopy(last));
        long from =
                found.last()
                        .filter(each -> each.file().equals(last))
                        .map(Survey.Last::from)
                        .orElse(0L);
        Position end = new Position(position.value() - 1);
        Found scanned = new SegmentScan(last, identity, end).run(from, _ -> {});
        JournalHead head = Objects.requireNonNull(scanned.head(), "a kept segment has records");
        if (!head.position().equals(end)) {
            throw new IllegalArgumentException(
                    "the journal can be read up to event " + head.position());
        }
        new SegmentRebuild(options, identity, disk).replace(last, from, head);
        return head;
    }
}
