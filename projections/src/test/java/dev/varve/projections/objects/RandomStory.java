package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.BucketSettings;
import dev.varve.log.Event;
import dev.varve.log.Recorded;
import dev.varve.projections.ViewStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Random events over nasty keys, for other views that must say the same as the object view.
public final class RandomStory {
    /// Neighbours, and the last id there can be.
    public static final List<BucketId> BUCKETS =
            List.of(new BucketId(0x00ff), new BucketId(0x0100), new BucketId(-1));

    private final Random random;
    private final ModelView model = new ModelView();
    private final Story story;
    private final RandomEvents events;
    private final RandomRanges ranges;

    public RandomStory(long seed, ViewStore store) {
        this.random = new Random(seed);
        this.story = new Story(store);
        NastyKeys keys = new NastyKeys(random, 24);
        this.events = new RandomEvents(random, keys, BUCKETS, model);
        this.ranges = new RandomRanges(random, keys, BUCKETS, model, story.view());
        for (BucketId bucket : BUCKETS) {
            BucketName name = new BucketName("bucket-" + bucket);
            tell(new Event.BucketCreated(bucket, name, "me", BucketSettings.DEFAULT));
        }
    }

    public void tell(int count) {
        for (int i = 0; i < count; i++) {
            tell(next());
        }
    }

    private Event next() {
        Optional<? extends Event> range =
                switch (random.nextInt(12)) {
                    case 0 -> ranges.next();
                    case 1 -> ranges.restore(story.told());
                    case 2 -> story.view().settling(1 + random.nextInt(4));
                    default -> Optional.empty();
                };
        return range.isPresent() ? range.get() : events.next();
    }

    private void tell(Event event) {
        if (random.nextInt(5) == 0) {
            story.pass(Duration.ofHours(random.nextInt(9) - 1L));
        }
        story.tell(event);
        model.apply(story.told().getLast());
    }

    public List<Recorded> told() {
        return story.told();
    }

    /// Reads the newest state, whenever it is asked.
    public ObjectReader view() {
        return story.view();
    }
}
