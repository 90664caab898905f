package dev.varve.projections.objects;

import static dev.varve.projections.objects.Story.BUCKET;
import static dev.varve.projections.objects.Story.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketSettings;
import dev.varve.log.Event;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Stamp;
import dev.varve.log.VersionId;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewReader;
import dev.varve.projections.ViewSnapshot;
import dev.varve.projections.memory.MemoryViewStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// One version whose tags were changed again and again.
class ManyRevisionsTest {
    private static final int CHANGES = 500;
    private final MemoryViewStore store = new MemoryViewStore();
    private final Story story = new Story(store);
    private final List<HybridTime> times = new ArrayList<>();
    private VersionId version = new VersionId(new Stamp(HybridTime.ZERO, Story.ORIGIN));
    private int moves;

    @BeforeEach
    void change() {
        story.createBucket("bucket", BucketSettings.DEFAULT);
        version = story.put("a", 1);
        for (int i = 0; i < CHANGES; i++) {
            story.tell(new Event.AttributesChanged(BUCKET, key("a"), version, tagged(i)));
            times.add(story.time());
        }
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Attributes tagged(int number) {
        return Attributes.NONE.withTags(new TreeMap<>(Map.of("n", Integer.toString(number))));
    }

    /// The rows, which count how far their cursors are moved.
    private ViewReader counted(ViewReader rows) {
        return new ViewReader() {
            @Override
            public byte @Nullable [] get(Table table, byte[] key) {
                return rows.get(table, key);
            }

            @Override
            public RowCursor scan(Table table) {
                return counted(rows.scan(table));
            }
        };
    }

    private RowCursor counted(RowCursor cursor) {
        return new RowCursor() {
            @Override
            public boolean seek(byte[] key) {
                moves++;
                return cursor.seek(key);
            }

            @Override
            public boolean next() {
                moves++;
                return cursor.next();
            }

            @Override
            public byte[] key() {
                return cursor.key();
            }

            @Override
            public byte[] value() {
                return cursor.value();
            }

            @Override
            public void close() {
                cursor.close();
            }
        };
    }

    @Test
    void eachIsFoundAsOfItsTimeInAFewMoves() {
        try (ViewSnapshot rows = store.snapshot()) {
            ObjectReader view = new ObjectView(counted(rows));
            for (int i = 0; i < CHANGES; i++) {
                moves = 0;
                Version then = view.version(BUCKET, key("a"), version, times.get(i)).orElseThrow();
                assertThat(then.object().attributes()).isEqualTo(tagged(i));
                assertThat(moves).as("moves to change %s", i).isLessThan(8);
            }
            HybridTime made = version.stamp().time();
            Version first = view.version(BUCKET, key("a"), version, made).orElseThrow();
            assertThat(first.object().attributes()).isEqualTo(Attributes.NONE);
        }
    }
}
