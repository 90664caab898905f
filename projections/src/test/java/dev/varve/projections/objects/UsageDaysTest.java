package dev.varve.projections.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.BucketSettings;
import dev.varve.log.Event;
import dev.varve.log.Event.LinkSpent;
import dev.varve.log.Event.ObjectEvent;
import dev.varve.log.Event.RangeEvent;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.Recorded;
import dev.varve.projections.memory.MemoryViewStore;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UsageDaysTest {
    private static final LocalDate FIRST = LocalDate.parse("2025-12-30");
    private static final LocalDate LAST = LocalDate.parse("2026-03-01");
    private final long seed = System.nanoTime();

    /// What was seen at the end of each day, while the story was told.
    private static final class Seen {
        private final NavigableMap<LocalDate, UsageDay> days = new TreeMap<>();

        void see(LocalDate day, Usage usage, long puts, long deletes) {
            UsageDay before = days.getOrDefault(day, new UsageDay(day, usage, 0, 0));
            days.put(
                    day,
                    new UsageDay(day, usage, before.puts() + puts, before.deletes() + deletes));
        }

        List<UsageDay> from(LocalDate from, LocalDate to) {
            List<UsageDay> all = new ArrayList<>();
            for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
                var last = days.floorEntry(day);
                if (last != null) {
                    UsageDay there = last.getValue();
                    all.add(last.getKey().equals(day) ? there : there.carriedTo(day));
                }
            }
            return all;
        }
    }

    private static List<ObjectEvent> objects(Event event) {
        return switch (event) {
            case ObjectEvent one -> List.of(one);
            case TransactionCommitted all -> all.changes();
            case LinkSpent spent when spent.change() != null -> List.of(spent.change());
            default -> List.of();
        };
    }

    private static long puts(Event event, BucketId bucket) {
        long ranges =
                event instanceof RangeEvent range
                        ? RangeCounts.all(range).stream()
                                .filter(each -> each.bucket().equals(bucket))
                                .mapToLong(RangeCounts::puts)
                                .sum()
                        : 0;
        return ranges
                + objects(event).stream()
                        .filter(each -> each.bucket().equals(bucket))
                        .filter(each -> each instanceof Event.NewVersion)
                        .count();
    }

    private static long deletes(Event event, BucketId bucket) {
        long ranges =
                event instanceof RangeEvent range
                        ? RangeCounts.all(range).stream()
                                .filter(each -> each.bucket().equals(bucket))
                                .mapToLong(RangeCounts::deletes)
                                .sum()
                        : 0;
        return ranges
                + objects(event).stream()
                        .filter(each -> each.bucket().equals(bucket))
                        .filter(each -> !(each instanceof Event.NewVersion))
                        .filter(each -> !(each instanceof Event.AttributesChanged))
                        .count();
    }

    @Test
    void tellWhatThereWasAtTheEndOfEachDay() {
        BucketId bucket = RandomStory.BUCKETS.getFirst();
        Seen seen = new Seen();
        try (MemoryViewStore store = new MemoryViewStore()) {
            RandomStory story = new RandomStory(seed, store);
            Usage before = Usage.NONE;
            for (int i = 0; i < 1500; i++) {
                story.tell(1);
                Recorded recorded = story.told().getLast();
                LocalDate day =
                        recorded.envelope().time().instant().atZone(ZoneOffset.UTC).toLocalDate();
                long puts = puts(recorded.event(), bucket);
                long deletes = deletes(recorded.event(), bucket);
                Usage usage = story.view().usage(bucket);
                if (puts + deletes > 0 || !usage.equals(before)) {
                    seen.see(day, usage, puts, deletes);
                    before = usage;
                }
            }
            ObjectReader view = story.view();
            assertThat(view.usageDays(bucket, FIRST, LAST))
                    .as("seed %s", seed)
                    .isEqualTo(seen.from(FIRST, LAST));
            for (LocalDate from = FIRST; from.isBefore(LAST); from = from.plusDays(5)) {
                assertThat(view.usageDays(bucket, from, from.plusDays(3)))
                        .as("seed %s from %s", seed, from)
                        .isEqualTo(seen.from(from, from.plusDays(3)));
            }
            assertThat(view.usageDays(bucket, LAST, FIRST)).isEmpty();
            assertSum(view);
        }
    }

    /// All buckets together have what each has.
    private void assertSum(ObjectReader view) {
        List<UsageDay> total = view.totalUsageDays(FIRST, LAST);
        Usage sum = Usage.NONE;
        long puts = 0;
        for (BucketId each : RandomStory.BUCKETS) {
            List<UsageDay> days = view.usageDays(each, FIRST, LAST);
            sum = sum.plus(days.getLast().usage());
            puts += days.stream().mapToLong(UsageDay::puts).sum();
        }
        assertThat(total.getLast().usage()).isEqualTo(sum);
        assertThat(total.stream().mapToLong(UsageDay::puts).sum()).isEqualTo(puts);
    }

    @Test
    void goWithTheBucketThatIsGone() {
        try (MemoryViewStore store = new MemoryViewStore()) {
            Story story = new Story(store);
            story.createBucket("bucket", BucketSettings.DEFAULT);
            var put = story.put("a", 1);
            story.pass(Duration.ofDays(2));
            var deleted = story.delete("a");
            story.pass(Duration.ofDays(2));
            story.tell(
                    new Event.VersionsPurged(
                            Story.BUCKET,
                            List.of(
                                    new Event.Purged(Story.key("a"), put),
                                    new Event.Purged(Story.key("a"), deleted))));
            assertThat(story.view().usageDays(Story.BUCKET, FIRST, LAST)).isNotEmpty();
            story.tell(new Event.BucketDeleted(Story.BUCKET));
            assertThat(story.view().usageDays(Story.BUCKET, FIRST, LAST)).isEmpty();
            assertThat(story.view().totalUsageDays(FIRST, LAST)).isNotEmpty();
        }
    }
}
