package dev.varve.projections.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Event;
import dev.varve.log.Stamp;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which buckets live and what they go by, found in the plainest way from all events.
final class SimBuckets {
    private static final Comparator<Told> OLDEST_FIRST =
            Comparator.comparing((Told told) -> told.stamp().time())
                    .thenComparing(told -> created(told).bucket());
    private final Map<BucketId, Stamp> deleted = new HashMap<>();
    private final Map<BucketId, Stamp> written = new HashMap<>();
    private final List<Told> created;

    /// @param all in the order of their stamps
    SimBuckets(List<Told> all) {
        this.created =
                all.stream().filter(told -> told.event() instanceof Event.BucketCreated).toList();
        all.forEach(told -> note(told.stamp(), told.event()));
    }

    private static Event.BucketCreated created(Told told) {
        return (Event.BucketCreated) told.event();
    }

    private void note(Stamp stamp, Event event) {
        switch (event) {
            case Event.BucketDeleted it -> deleted.put(it.bucket(), stamp);
            case Event.NewVersion it -> written.put(it.bucket(), stamp);
            case Event.TransactionCommitted it -> it.changes().forEach(each -> note(stamp, each));
            case Event.RangeEvent it ->
                    RangeCounts.all(it).stream()
                            .filter(counts -> counts.puts() > 0)
                            .forEach(counts -> written.put(counts.bucket(), stamp));
            default -> {}
        }
    }

    private boolean lives(BucketId id) {
        Stamp over = deleted.get(id);
        Stamp last = written.get(id);
        return over == null || (last != null && last.compareTo(over) > 0);
    }

    void compare(ObjectView view, String what) {
        Map<BucketName, List<Told>> byName = new HashMap<>();
        for (Told told : created) {
            BucketId id = created(told).bucket();
            assertThat(view.bucket(id).isPresent())
                    .as("%s: %s lives", what, id)
                    .isEqualTo(lives(id));
            if (lives(id)) {
                byName.merge(created(told).name(), List.of(told), SimBuckets::both);
            }
        }
        byName.forEach((name, living) -> compare(view, name, living, what));
        assertThat(view.buckets("", "", 1000))
                .as(what)
                .hasSize(byName.values().stream().mapToInt(List::size).sum());
    }

    private static List<Told> both(List<Told> one, List<Told> other) {
        return java.util.stream.Stream.concat(one.stream(), other.stream()).toList();
    }

    private static void compare(ObjectView view, BucketName name, List<Told> living, String what) {
        List<BucketId> ids =
                living.stream().sorted(OLDEST_FIRST).map(each -> created(each).bucket()).toList();
        for (int i = 0; i < ids.size(); i++) {
            BucketName goesBy = i == 0 ? name : BucketNames.conflict(name, ids.get(i));
            assertThat(view.bucket(goesBy).map(Bucket::id)).as(what).contains(ids.get(i));
            assertThat(view.bucket(ids.get(i)).map(Bucket::name)).as(what).contains(goesBy);
        }
    }
}
