package dev.varve.server.api.admin;

import dev.varve.log.Journal;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Horizon;
import dev.varve.server.store.Snapshotting;
import java.util.List;
import java.util.function.Supplier;

/// `/v1/journal`: from where to where the journal reaches, what could be trimmed, and who holds the
/// rest.
public final class JournalResource implements Resource {
    private final Supplier<Journal> journal;
    private final Supplier<Snapshotting> snapshots;

    /// @param by who needs the event at `from` and all after it
    public record Hold(String by, long from, String why) {
        static Hold of(Horizon.Hold hold) {
            return new Hold(hold.by(), hold.from().value(), hold.why());
        }
    }

    /// @param position of the newest event that is in it
    public record Snapshot(String name, long position, String made, long bytes) {
        static Snapshot of(Snapshotting.Listed listed) {
            return new Snapshot(
                    listed.file().getFileName().toString(),
                    listed.position().value(),
                    listed.made().toString(),
                    listed.bytes());
        }
    }

    /// What a trim would delete now.
    ///
    /// @param oldest event from then on
    public record Trim(int segments, long bytes, long oldest) {
        static Trim of(Snapshotting.Trim trim) {
            return new Trim(trim.segments().size(), trim.bytes(), trim.oldest().value());
        }
    }

    /// @param oldest position that is held
    /// @param newest position that is on stable storage
    /// @param snapshots the newest first
    /// @param holds the one that holds most first
    public record View(
            long oldest,
            long newest,
            int segments,
            long bytes,
            List<Snapshot> snapshots,
            Trim trim,
            List<Hold> holds) {
        public View {
            snapshots = List.copyOf(snapshots);
            holds = List.copyOf(holds);
        }
    }

    /// The store exists only once somebody asks.
    public JournalResource(Supplier<Journal> journal, Supplier<Snapshotting> snapshots) {
        this.journal = journal;
        this.snapshots = snapshots;
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", "/v1/journal", "getJournal", Action.MAINTAIN, _ -> tell())
                        .summary(
                                "Tells how far back the journal reaches, which snapshots there are,"
                                        + " what a trim would delete, and who holds the rest; for"
                                        + " operators")
                        .answersJson(200, View.class));
    }

    private HttpResponse tell() {
        List<Journal.Segment> segments = journal.get().segments();
        Snapshotting.Trim plan = snapshots.get().plan();
        return ApiCall.answer(
                200,
                new View(
                        journal.get().oldest().value(),
                        journal.get().durable().value(),
                        segments.size(),
                        segments.stream().mapToLong(Journal.Segment::bytes).sum(),
                        snapshots.get().list().stream().map(Snapshot::of).toList(),
                        Trim.of(plan),
                        plan.holds().stream().map(Hold::of).toList()));
    }
}
