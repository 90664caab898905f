package dev.varve.server.store;

import dev.varve.log.Actor;
import dev.varve.log.BlobId;
import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Event;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordView;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Peer;
import dev.varve.projections.objects.Seen;
import dev.varve.server.store.Refusal.Reason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Takes events of other origins into this node's journal. Who calls it has verified them.
public final class Imports {
    private static final Provenance BY =
            new Provenance(new Actor("peer"), Provenance.Surface.PEER, "", "");
    private final Core core;

    Imports(Core core) {
        this.core = core;
    }

    /// How far an origin's journal was taken in.
    public Optional<Peer> of(Origin origin) {
        return core.read(view -> view.peer(origin));
    }

    /// What a bucket is called, or was.
    public Optional<BucketName> bucketName(BucketId bucket) {
        return core.read(view -> view.bucketName(bucket));
    }

    /// How many versions and parts name a blob.
    public long references(BlobId blob) {
        return core.read(view -> view.references(blob));
    }

    public List<Peer> all() {
        return core.read(ObjectReader::peers);
    }

    /// What other nodes' journals tell of how far they folded those of others.
    public List<Seen> seen() {
        return core.read(ObjectReader::seen);
    }

    /// Answers once the events are durable here, with their place in this node's journal; where they
    /// were in already, with [Position#NONE].
    public Outcome<Position> take(Frame frame) {
        List<Recorded> events = frame.records().stream().map(RecordView::recorded).toList();
        return begin(frame.imported(), events).await();
    }

    /// The same without a wait. What was begun earlier is taken in earlier.
    ///
    /// @param events those of `imported`
    public Running begin(Event.EventsImported imported, List<Recorded> events) {
        List<Recorded> facts =
                events.stream()
                        .filter(recorded -> recorded.event() instanceof Event.RangeEvent)
                        .toList();
        facts.forEach(this::settleBefore);
        return append(imported, facts);
    }

    Running append(Event.EventsImported imported, List<Recorded> facts) {
        CompletableFuture<Outcome<Position>> answer = core.submit(new Take(imported, facts), BY);
        return () -> core.await(answer);
    }

    /// Events on their way into the journal.
    @FunctionalInterface
    public interface Running {
        Outcome<Position> await();
    }

    /// A fact about many keys waits for no layer of another node below it: that could wait for this one.
    private void settleBefore(Recorded recorded) {
        Outcome<Boolean> more = Outcome.done(true);
        while (more instanceof Outcome.Done<Boolean>(Boolean on) && on) {
            more = core.run(new SettleBefore(recorded), BY);
        }
    }

    /// True as long as there is more of it.
    record SettleBefore(Recorded recorded) implements Command<Boolean> {
        private static final int KEYS = 64;

        @Override
        public Decision<Boolean> decide(ObjectReader view, Context context) {
            return view.settlingBefore(recorded, KEYS)
                    .map(step -> Command.accept(List.<Event>of(step), true))
                    .orElseGet(() -> Command.unchanged(false));
        }
    }

    /// Events must follow those that were taken in before without a gap.
    ///
    /// @param facts those of them that are about ranges
    record Take(Event.EventsImported event, List<Recorded> facts) implements Command<Position> {
        @Override
        public Decision<Position> decide(ObjectReader view, Context context) {
            Position reached = view.peer(event.origin()).map(Peer::position).orElse(Position.NONE);
            if (!event.last().isAfter(reached)) {
                return Command.unchanged(Position.NONE);
            }
            if (!event.first().equals(reached.next())) {
                return Command.refuse(
                        Reason.CONFLICT,
                        "events %s to %s of %s do not follow event %s"
                                .formatted(event.first(), event.last(), event.origin(), reached));
            }
            return facts.stream().allMatch(view::mayFold)
                    ? Command.accept(event, recorded -> recorded.position())
                    : Command.refuse(
                            Reason.CONFLICT,
                            "a change of many keys came in between, over keys that events %s to %s of %s"
                                            .formatted(event.first(), event.last(), event.origin())
                                    + " change too");
        }
    }
}
