package dev.varve.log.journal;

import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.log.codec.RecordView;
import dev.varve.log.disk.LocalDisk;
import dev.varve.log.journal.FrameReader.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Reads a whole journal and proves it: every record's checksum and commitment, dense positions,
/// growing times, the hash chain, and every checkpoint's signature; the same of what it took over from
/// other nodes. Changes nothing; the journal may be open elsewhere, then what is appended meanwhile may
/// look torn.
public final class JournalVerifier {
    private static final int MAX_PROBLEMS = 1000;
    private static final int FRAME_WORD = Integer.BYTES;
    private static final long PROGRESS_EVERY = 1 << 20;

    private final Path directory;
    private final Map<Integer, Bytes> pinned = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private long done;
    private long total;

    /// Where something is wrong.
    ///
    /// @param position of the event concerned, as far as that can be told
    public record Problem(String file, long offset, Position position, String what) {
        @Override
        public String toString() {
            return file + " at byte " + offset + ", event " + position + ": " + what;
        }
    }

    /// What was read.
    ///
    /// @param first position from which on the journal reaches; later than 0 once it was trimmed
    /// @param checkpoints those kept of what was trimmed among them
    /// @param last position of the newest event
    /// @param chain after it
    /// @param signed position up to which a checkpoint vouches
    /// @param torn bytes after the last event that never became one; they are dropped at next start
    /// @param problems the first thousand
    public record Report(
            int segments,
            long events,
            long checkpoints,
            Position first,
            Position last,
            Hash256 chain,
            Position signed,
            Optional<Problem> torn,
            List<Problem> problems) {
        public boolean isSound() {
            return problems.isEmpty();
        }
    }

    public interface Progress {
        Progress NONE = (_, _) -> {};

        void at(long bytesDone, long bytesTotal);
    }

    public JournalVerifier(Path directory) {
        this.directory = directory;
    }

    /// Expects this key under this id, whatever the journal itself says.
    public JournalVerifier pin(int keyId, Bytes publicKey) {
        pinned.put(keyId, publicKey);
        return this;
    }

    /// The first event that the journal still has, as far as it says itself.
    ///
    /// @throws StoreException.Corrupt when what says so is damaged
    public Position begins() {
        try {
            return new TrimFile(directory).read().oldest();
        } catch (IOException e) {
            throw new StoreException.Failed("cannot read the journal in " + directory, e);
        }
    }

    public Report verify() {
        return verify(Progress.NONE, _ -> {});
    }

    /// Verifies, and gives every event that can be read to `each`.
    public Report verify(Progress progress, Consumer<Recorded> each) {
        problems.clear();
        done = 0;
        try {
            TrimPoint trim = trim();
            List<Path> paths = Survey.paths(directory, trim);
            Left left = left(paths);
            total = 0;
            for (Path path : paths) {
                total += Files.size(path);
            }
            RecordProof proof = new RecordProof(pinned, this::report);
            prove(trim, proof);
            if (paths.isEmpty() && trim.isTrimmed()) {
                reportMissing(trim.cycle());
            }
            Optional<Problem> torn = Optional.empty();
            for (int i = 0; i < paths.size(); i++) {
                checkName(paths.get(i), trim.cycle() + i);
                torn = segment(paths.get(i), i == paths.size() - 1, proof, progress, each);
            }
            checkEnd(proof, torn, left);
            return new Report(
                    paths.size(),
                    proof.events(),
                    proof.checkpoints(),
                    proof.begun(),
                    proof.last(),
                    proof.chain(),
                    proof.signed(),
                    torn,
                    List.copyOf(problems));
        } catch (IOException e) {
            throw new StoreException.Failed("cannot read the journal in " + directory, e);
        }
    }

    private TrimPoint trim() throws IOException {
        try {
            return new TrimFile(directory).read();
        } catch (StoreException.Corrupt e) {
            report(e);
            return TrimPoint.NONE;
        }
    }

    private void prove(TrimPoint trim, RecordProof proof) throws IOException {
        if (!trim.isTrimmed()) {
            return;
        }
        KeptRecords kept = new KeptRecords(directory);
        try {
            kept.read(
                    trim.kept(),
                    (record, offset) -> proof.takeKept(record, kept.file().toString(), offset));
        } catch (StoreException.Corrupt e) {
            report(e);
        }
        proof.takeTrim(trim, directory.resolve(TrimFile.FILE).toString());
    }

    private void report(StoreException.Corrupt e) {
        report(new Problem(e.file(), e.offset(), Position.NONE, String.valueOf(e.getMessage())));
    }

    private void checkName(Path path, int cycle) {
        if (!path.equals(directory.resolve(SegmentName.of(cycle)))) {
            reportMissing(cycle);
        }
    }

    private void reportMissing(int cycle) {
        String wanted = directory.resolve(SegmentName.of(cycle)).toString();
        report(new Problem(wanted, 0, Position.NONE, "the segment is missing"));
    }

    /// Answers what was torn at the end of the last segment, if anything.
    private Optional<Problem> segment(
            Path path, boolean last, RecordProof proof, Progress progress, Consumer<Recorded> each)
            throws IOException {
        long before = done;
        proof.beginSegment(path.toString());
        try (FrameReader frames = new FrameReader(path)) {
            while (true) {
                Optional<Problem> bad = readOn(frames, proof, progress, before, each);
                OptionalLong next = nextRecord(frames, path);
                if (next.isEmpty()) {
                    if (last) {
                        return bad;
                    }
                    bad.ifPresent(this::report);
                    if (bad.isEmpty() && proof.isEmptySegment()) {
                        report(problem(frames, proof, "the segment has no readable beginning"));
                    }
                    return Optional.empty();
                }
                report(bad.orElseGet(() -> problem(frames, proof, "records follow the end")));
                proof.skip();
                frames.seek(next.getAsLong() - FRAME_WORD);
            }
        } finally {
            done = before + Files.size(path);
            progress.at(done, total);
        }
    }

    private static OptionalLong nextRecord(FrameReader frames, Path path) {
        return new RecordSearch(path).find(frames.offset() + FRAME_WORD + 1, _ -> true);
    }

    /// Reads records up to the first that is bad, or the end.
    private Optional<Problem> readOn(
            FrameReader frames,
            RecordProof proof,
            Progress progress,
            long before,
            Consumer<Recorded> each) {
        for (Frame frame = frames.next(); frame == Frame.DATA; frame = frames.next()) {
            RecordView record;
            try {
                record = frames.record();
            } catch (StoreException.Corrupt e) {
                return Optional.of(problem(frames, proof, String.valueOf(e.getMessage())));
            }
            proof.take(record, frames.offset()).ifPresent(each);
            if (before + frames.offset() - done >= PROGRESS_EVERY) {
                done = before + frames.offset();
                progress.at(done, total);
            }
        }
        boolean broken = frames.atBrokenFrame();
        return broken
                ? Optional.of(problem(frames, proof, "a frame that was not completed"))
                : Optional.empty();
    }

    private static Problem problem(FrameReader frames, RecordProof proof, String what) {
        return new Problem(frames.file().toString(), frames.offset(), proof.last().next(), what);
    }

    /// How the journal was left. Read before its events: what is appended meanwhile is no loss.
    private record Left(boolean clean, Position known, Path end) {}

    private Left left(List<Path> paths) throws IOException {
        Path end = paths.isEmpty() ? directory : paths.getLast();
        Position known = DurableMark.read(directory);
        try {
            Optional<JournalState.Mark> saved = new JournalState(directory, new LocalDisk()).read();
            if (saved.isEmpty()) {
                return new Left(false, known, end);
            }
            JournalState.Mark mark = saved.get();
            return new Left(
                    mark.clean(),
                    mark.position().isAfter(known) ? mark.position() : known,
                    directory.resolve(SegmentName.of(mark.cycle())));
        } catch (StoreException.Corrupt e) {
            report(e);
            return new Left(false, known, end);
        }
    }

    /// What others know to be durable must be here.
    private void checkEnd(RecordProof proof, Optional<Problem> torn, Left left) {
        if (left.known().isAfter(proof.last())) {
            report(
                    new Problem(
                            torn.map(Problem::file).orElse(left.end().toString()),
                            torn.map(Problem::offset).orElse(0L),
                            proof.last().next(),
                            "events up to " + left.known() + " were durable and are not here"));
        } else if (left.clean()) {
            torn.ifPresent(this::report);
        }
    }

    private void report(Problem problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        }
    }
}
