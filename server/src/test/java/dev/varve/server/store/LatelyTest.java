package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Event.LayerSettled;
import dev.varve.log.Event.ObjectDeleted;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.Range;
import dev.varve.log.Event.Removal;
import dev.varve.log.Event.Tally;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectKey;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.projections.objects.Story;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LatelyTest {
    private static final BucketId BUCKET = new BucketId(1);
    private static final BucketId OTHER = new BucketId(2);
    private static final Bytes A = Bytes.utf8("a/");
    private final Lately lately = new Lately(new Position(9), 3);
    private long position = 10;

    private void add(Event event) {
        lately.add(recorded(event));
        position++;
    }

    private Recorded recorded(Event event) {
        return Story.recorded(position, new HybridTime(position), Story.BEGIN, event);
    }

    private static ObjectDeleted delete(BucketId bucket, String key) {
        return new ObjectDeleted(bucket, ObjectKey.of(key));
    }

    private Optional<Set<ObjectKey>> changed(long after) {
        return lately.changed(List.of(new Range(BUCKET, A)), new Position(after))
                .map(keys -> keys.getOrDefault(BUCKET, Set.of()));
    }

    @Test
    void tellsKeysOfAPrefixThatChangedAfterAPosition() {
        add(delete(BUCKET, "a/1"));
        add(new TransactionCommitted(List.of(delete(BUCKET, "a/2"), delete(OTHER, "a/3"))));
        assertThat(changed(9)).contains(Set.of(ObjectKey.of("a/1"), ObjectKey.of("a/2")));
        assertThat(changed(10)).contains(Set.of(ObjectKey.of("a/2")));
        assertThat(changed(11)).contains(Set.of());
    }

    @Test
    void cannotTellWhatIsTooLongAgo() {
        for (int i = 0; i < 4; i++) {
            add(delete(BUCKET, "b/" + i));
        }
        assertThat(changed(9)).isEmpty();
        assertThat(changed(10)).contains(Set.of());
        assertThat(changed(8)).isEmpty();
    }

    @Test
    void cannotTellKeysWhereARangeChanged() {
        Tally none = new Tally(0, 0, 0, 0, 0, 0);
        add(new PrefixDeleted(BUCKET, Bytes.utf8("b/"), Removal.MARKER, none));
        assertThat(changed(9)).contains(Set.of());
        add(new PrefixDeleted(BUCKET, Bytes.utf8("a"), Removal.MARKER, none));
        assertThat(changed(9)).isEmpty();
        assertThat(changed(11)).contains(Set.of());
        add(new PrefixDeleted(BUCKET, Bytes.utf8("a/b"), Removal.MARKER, none));
        assertThat(changed(11)).isEmpty();
    }

    @Test
    void forgetsWhatIsNotGoingToBe() {
        add(delete(BUCKET, "a/1"));
        add(delete(BUCKET, "a/2"));
        lately.forgetAfter(new Position(10));
        assertThat(changed(9)).contains(Set.of(ObjectKey.of("a/1")));
    }

    @Test
    void passesOverWhatNobodySees() {
        add(
                new LayerSettled(
                        BUCKET, A, recorded(delete(BUCKET, "a/1")).stamp(), Bytes.EMPTY, true));
        assertThat(changed(9)).contains(Set.of());
    }
}
