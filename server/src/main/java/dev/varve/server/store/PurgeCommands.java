package dev.varve.server.store;

import dev.varve.log.BucketId;
import dev.varve.log.Event;
import dev.varve.log.Event.BytesReleased;
import dev.varve.log.Event.HistoryFloorRaised;
import dev.varve.log.Event.Purged;
import dev.varve.log.Event.VersionsPurged;
import dev.varve.log.HybridTime;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decisions that let versions go for good, or their bytes.
final class PurgeCommands {
    private PurgeCommands() {}

    /// Tells members of a cluster what is to go: as-of reads and restores from before the floor are refused from now
    /// on. It is an event even where the floor is as high already, so that members can be seen to know it.
    record Announce(BucketId bucket, HybridTime floor) implements Command<Boolean> {
        @Override
        public Decision<Boolean> decide(ObjectReader view, Context context) {
            Optional<Bucket> known = view.bucketEver(bucket);
            if (known.isEmpty()) {
                return Command.unchanged(false);
            }
            HybridTime before = known.get().historyFloor();
            HybridTime now = floor.compareTo(before) > 0 ? floor : before;
            return Command.accept(new HistoryFloorRaised(bucket, now), recorded -> true);
        }

        @Override
        public boolean grows() {
            return false;
        }
    }

    /// Lets hidden versions go. What is locked, visible or gone already is left out, and so is what keeps
    /// something else deleted. As-of reads
    /// from before the last of them was hidden are refused from now on: they would not be true. In a cluster that
    /// floor was announced before.
    ///
    /// @param most nothing goes that was hidden later: in a cluster the floor that every member knows
    record Purge(BucketId bucket, List<Purged> candidates, HybridTime most, Duties duties)
            implements Command<PurgeResult> {
        @Override
        public Decision<PurgeResult> decide(ObjectReader view, Context context) {
            List<Version> gone =
                    Purgeable.hiddenBy(
                            most,
                            new Purgeable(view, context.now(), duties)
                                    .versions(bucket, candidates));
            return gone.isEmpty()
                    ? Command.unchanged(PurgeResult.of(gone))
                    : Command.accept(events(view, gone), PurgeResult.of(gone));
        }

        private List<Event> events(ObjectReader view, List<Version> gone) {
            List<Event> events = new ArrayList<>();
            HybridTime floor = Purgeable.floor(gone);
            view.bucketEver(bucket)
                    .filter(known -> floor.compareTo(known.historyFloor()) > 0)
                    .ifPresent(_ -> events.add(new HistoryFloorRaised(bucket, floor)));
            events.add(new VersionsPurged(bucket, names(gone)));
            return events;
        }

        @Override
        public boolean grows() {
            return false;
        }
    }

    /// Lets bytes of hidden versions go, and keeps what is known of them: as-of reads stay true.
    /// What is locked or visible, or has no bytes any more, is left out.
    record Release(BucketId bucket, List<Purged> candidates, Duties duties)
            implements Command<PurgeResult> {
        @Override
        public Decision<PurgeResult> decide(ObjectReader view, Context context) {
            List<Version> released =
                    new Purgeable(view, context.now(), duties).bytes(bucket, candidates);
            return released.isEmpty()
                    ? Command.unchanged(PurgeResult.of(released))
                    : Command.accept(
                            List.of(new BytesReleased(bucket, names(released))),
                            PurgeResult.of(released));
        }

        @Override
        public boolean grows() {
            return false;
        }
    }

    private static List<Purged> names(List<Version> versions) {
        return versions.stream().map(version -> new Purged(version.key(), version.id())).toList();
    }
}
