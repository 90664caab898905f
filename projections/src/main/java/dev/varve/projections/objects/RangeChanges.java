package dev.varve.projections.objects;

import dev.varve.log.Event.LayerSettled;
import dev.varve.log.Event.Range;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.Stamp;
import dev.varve.projections.Table;
import dev.varve.projections.ViewReader;
import dev.varve.projections.objects.RangeChange.Page;
import dev.varve.projections.objects.RangeChange.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// What an event about ranges did, key by key, found out later from the versions that it made and hid.
final class RangeChanges implements AutoCloseable {
    private static final Comparator<RangeDiff> ORDER =
            Comparator.comparing(RangeDiff::key).thenComparing(RangeDiff::bucket);
    private final List<RangeDiff> all = new ArrayList<>();
    private final PriorityQueue<RangeDiff> next = new PriorityQueue<>(ORDER);
    private long ordinal;

    private RangeChanges(ViewReader rows, List<Range> ranges, Stamp stamp, @Nullable Place after) {
        ordinal = after == null ? 0 : after.ordinal() + 1;
        for (Range range : ranges) {
            RangeDiff diff = new RangeDiff(rows, range, stamp);
            all.add(diff);
            if (after == null ? diff.first() : diff.firstAfter(after)) {
                next.add(diff);
            }
        }
    }

    static Page page(
            ViewReader rows, RangeEvent event, Stamp stamp, @Nullable Place after, int limit) {
        if (event instanceof LayerSettled) {
            return new Page(List.of(), true, null);
        }
        boolean complete = event.ranges().stream().allMatch(range -> isKept(rows, range, stamp));
        try (RangeChanges changes = new RangeChanges(rows, event.ranges(), stamp, after)) {
            List<RangeChange> page = changes.take(limit);
            boolean more = !page.isEmpty() && !changes.next.isEmpty();
            return new Page(page, complete, more ? page.getLast().place() : null);
        }
    }

    /// Whether no version that was current just before the event was purged.
    private static boolean isKept(ViewReader rows, Range range, Stamp stamp) {
        byte[] value = rows.get(Table.BUCKETS, RowKeys.bucket(range.bucket()));
        if (value == null) {
            return false;
        }
        BucketRow row = BucketRow.read(range.bucket(), value);
        return !row.deleted() && row.bucket().historyFloor().compareTo(stamp.time()) < 0;
    }

    private List<RangeChange> take(int limit) {
        List<RangeChange> taken = new ArrayList<>();
        while (taken.size() < limit && !next.isEmpty()) {
            RangeDiff first = next.remove();
            taken.add(first.change(ordinal));
            ordinal++;
            if (first.next()) {
                next.add(first);
            }
        }
        return taken;
    }

    @Override
    public void close() {
        all.forEach(RangeDiff::close);
    }
}
