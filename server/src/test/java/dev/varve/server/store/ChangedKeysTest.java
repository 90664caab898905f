package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.Event.ObjectDeleted;
import dev.varve.log.Event.PrefixDeleted;
import dev.varve.log.Event.Range;
import dev.varve.log.Event.Removal;
import dev.varve.log.Event.Tally;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.ObjectKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangedKeysTest {
    private static final BucketId BUCKET = new BucketId(1);
    private static final BucketId OTHER = new BucketId(2);
    private static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);
    private static final int MOST = 3;
    private final ChangedKeys changed =
            new ChangedKeys(
                    List.of(
                            new Range(BUCKET, Bytes.utf8("a/")),
                            new Range(BUCKET, Bytes.utf8("b/")),
                            new Range(OTHER, Bytes.EMPTY)),
                    MOST);

    private static ObjectDeleted delete(BucketId bucket, String key) {
        return new ObjectDeleted(bucket, ObjectKey.of(key));
    }

    private void add(Event event) {
        Changes.of(event, changed);
    }

    @Test
    void tellsEachKeyOnceHoweverOftenItChanges() {
        for (int i = 0; i < 10; i++) {
            add(delete(BUCKET, "a/1"));
            add(new TransactionCommitted(List.of(delete(BUCKET, "b/2"), delete(OTHER, "c"))));
            add(delete(BUCKET, "elsewhere/" + i));
        }
        assertThat(changed.found())
                .contains(
                        Map.of(
                                BUCKET,
                                Set.of(ObjectKey.of("a/1"), ObjectKey.of("b/2")),
                                OTHER,
                                Set.of(ObjectKey.of("c"))));
    }

    @Test
    void cannotTellMoreThanItCollects() {
        for (int i = 0; i <= MOST; i++) {
            assertThat(changed.found()).isPresent();
            add(delete(OTHER, "k" + i));
        }
        assertThat(changed.found()).isEmpty();
    }

    @Test
    void cannotTellKeysWhereARangeChanged() {
        add(new PrefixDeleted(BUCKET, Bytes.utf8("c/"), Removal.MARKER, NONE));
        assertThat(changed.found()).isPresent();
        add(new PrefixDeleted(BUCKET, Bytes.utf8("a/deep/"), Removal.MARKER, NONE));
        assertThat(changed.found()).isEmpty();
    }

    @Test
    void cannotTellKeysWhereAWiderRangeChanged() {
        add(new PrefixDeleted(BUCKET, Bytes.utf8("b"), Removal.MARKER, NONE));
        assertThat(changed.found()).isEmpty();
    }
}
