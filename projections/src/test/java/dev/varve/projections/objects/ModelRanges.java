package dev.varve.projections.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Event.LayerSettled;
import dev.varve.log.Event.Range;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.Recorded;
import dev.varve.projections.objects.RangeChange.Page;
import dev.varve.projections.objects.RangeChange.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// Holds what the view says that events about ranges did to what the model finds in all of its
/// versions.
final class ModelRanges {
    private final ModelView model;
    private final ObjectReader view;
    private final Random random;

    ModelRanges(ModelView model, ObjectReader view, Random random) {
        this.model = model;
        this.view = view;
        this.random = random;
    }

    void compare(Recorded recorded, String what) {
        if (recorded.event() instanceof RangeEvent event) {
            assertThat(walk(event, recorded, 1 + random.nextInt(5)))
                    .as("%s, of %s at %s", what, event, recorded.position())
                    .isEqualTo(expected(event, recorded.envelope().time()));
        }
    }

    private List<RangeChange> walk(RangeEvent event, Recorded recorded, int limit) {
        List<RangeChange> changes = new ArrayList<>();
        Place after = null;
        do {
            Page page = view.changes(event, recorded.stamp(), after, limit);
            assertThat(page.changes()).hasSizeLessThanOrEqualTo(limit);
            changes.addAll(page.changes());
            after = page.next();
        } while (after != null);
        return changes;
    }

    private List<RangeChange> expected(RangeEvent event, HybridTime time) {
        HybridTime before = new HybridTime(time.packed() - 1);
        List<RangeChange> sorted =
                event instanceof LayerSettled
                        ? List.of()
                        : event.ranges().stream()
                                .flatMap(range -> keys(range, before, time))
                                .sorted(
                                        Comparator.comparing((RangeChange c) -> c.place().key())
                                                .thenComparing(c -> c.place().bucket()))
                                .toList();
        List<RangeChange> numbered = new ArrayList<>();
        for (RangeChange c : sorted) {
            Place place = new Place(numbered.size(), c.place().bucket(), c.place().key());
            numbered.add(new RangeChange(place, c.before(), c.after()));
        }
        return numbered;
    }

    private Stream<RangeChange> keys(Range range, HybridTime before, HybridTime at) {
        return model.ofBucket(range.bucket())
                .map(version -> version.key)
                .distinct()
                .filter(key -> RowKeys.startsWith(key.utf8(), range.prefix().toArray()))
                .map(key ->
                        new RangeChange(
                                new Place(0, range.bucket(), key),
                                current(range, key, before),
                                current(range, key, at)))
                .filter(change ->
                        !change.before().map(Version::id).equals(change.after().map(Version::id)));
    }

    private Optional<Version> current(Range range, ObjectKey key, HybridTime time) {
        return model.current(range.bucket(), key, time).map(version -> version.asOf(time));
    }
}
