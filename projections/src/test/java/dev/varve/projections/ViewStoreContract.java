package dev.varve.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Cut;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every view store must do.
public abstract class ViewStoreContract {
    protected static final Origin ORIGIN = new Origin(new NodeId(7), 1);
    private static final Table TABLE = Table.CURRENT;
    private ViewStore store;

    /// A store over nothing.
    protected abstract ViewStore create();

    /// The store after a crash at this moment, and after a clean end.
    protected abstract ViewStore crash(ViewStore store);

    protected abstract ViewStore reopen(ViewStore store);

    @BeforeEach
    void open() {
        store = create();
    }

    @AfterEach
    void close() {
        store.close();
    }

    protected static Cut cut(long position) {
        return Cut.of(ORIGIN, new Position(position));
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void put(long position, String... pairs) {
        try (ViewChanges changes = store.change()) {
            for (int i = 0; i < pairs.length; i += 2) {
                changes.put(TABLE, bytes(pairs[i]), bytes(pairs[i + 1]));
            }
            store.commit(changes, cut(position));
        }
    }

    private static List<String> rows(ViewReader reader, Table table) {
        List<String> rows = new ArrayList<>();
        try (RowCursor cursor = reader.scan(table)) {
            for (boolean on = cursor.seek(new byte[0]); on; on = cursor.next()) {
                rows.add(text(cursor.key()) + "=" + text(cursor.value()));
            }
        }
        return rows;
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "none" : new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private List<String> committed() {
        try (ViewSnapshot snapshot = store.snapshot()) {
            return rows(snapshot, TABLE);
        }
    }

    @Test
    void beginsEmptyAtTheEmptyCut() {
        assertThat(store.cut()).isEqualTo(Cut.EMPTY);
        assertThat(store.flushedCut()).isEqualTo(Cut.EMPTY);
        assertThat(committed()).isEmpty();
    }

    @Test
    void showsWhatWasCommittedWithItsCut() {
        put(3, "a", "1", "b", "");
        assertThat(store.cut()).isEqualTo(cut(3));
        try (ViewSnapshot snapshot = store.snapshot()) {
            assertThat(snapshot.cut()).isEqualTo(cut(3));
            assertThat(text(snapshot.get(TABLE, bytes("a")))).isEqualTo("1");
            assertThat(text(snapshot.get(TABLE, bytes("b")))).isEmpty();
            assertThat(snapshot.get(TABLE, bytes("c"))).isNull();
            assertThat(snapshot.get(Table.VERSIONS, bytes("a"))).isNull();
        }
    }

    @Test
    void showsNothingBeforeCommit() {
        try (ViewChanges changes = store.change()) {
            changes.put(TABLE, bytes("a"), bytes("1"));
            assertThat(committed()).isEmpty();
        }
        assertThat(committed()).isEmpty();
    }

    @Test
    void keepsSnapshotsAsTheyWere() {
        put(1, "a", "1", "b", "1");
        try (ViewSnapshot snapshot = store.snapshot()) {
            put(2, "a", "2", "c", "2");
            try (ViewChanges changes = store.change()) {
                changes.delete(TABLE, bytes("b"));
                store.commit(changes, cut(3));
            }
            assertThat(rows(snapshot, TABLE)).containsExactly("a=1", "b=1");
            assertThat(snapshot.cut()).isEqualTo(cut(1));
        }
        assertThat(committed()).containsExactly("a=2", "c=2");
    }

    @Test
    void ordersKeysByUnsignedBytes() {
        put(1, "\u00ff", "4", "a", "2", "\u0000", "1", "\u0080", "3", "", "0");
        assertThat(committed()).containsExactly("=0", "\u0000=1", "a=2", "\u0080=3", "\u00ff=4");
    }

    @Test
    void readsChangesOverCommittedRows() {
        put(1, "a", "1", "c", "1", "e", "1");
        try (ViewChanges changes = store.change()) {
            changes.put(TABLE, bytes("b"), bytes("2"));
            changes.put(TABLE, bytes("c"), bytes("2"));
            changes.delete(TABLE, bytes("e"));
            changes.put(TABLE, bytes("f"), bytes("2"));
            assertThat(rows(changes, TABLE)).containsExactly("a=1", "b=2", "c=2", "f=2");
            assertThat(text(changes.get(TABLE, bytes("c")))).isEqualTo("2");
            assertThat(changes.get(TABLE, bytes("e"))).isNull();
        }
    }

    @Test
    void seesChangesMadeDuringAWalk() {
        put(1, "a", "1", "b", "1", "d", "1");
        try (ViewChanges changes = store.change();
                RowCursor cursor = changes.scan(TABLE)) {
            assertThat(cursor.seek(bytes("a"))).isTrue();
            changes.delete(TABLE, bytes("b"));
            changes.put(TABLE, bytes("c"), bytes("2"));
            assertThat(cursor.next()).isTrue();
            assertThat(text(cursor.key())).isEqualTo("c");
            changes.delete(TABLE, bytes("c"));
            assertThat(cursor.next()).isTrue();
            assertThat(text(cursor.key())).isEqualTo("d");
            assertThat(cursor.next()).isFalse();
        }
    }

    @Test
    void rewindsToMarksThatNest() {
        put(1, "a", "1");
        try (ViewChanges changes = store.change()) {
            changes.put(TABLE, bytes("b"), bytes("2"));
            changes.mark();
            changes.put(TABLE, bytes("b"), bytes("3"));
            changes.mark();
            changes.delete(TABLE, bytes("a"));
            changes.put(TABLE, bytes("b"), bytes("4"));
            changes.put(TABLE, bytes("c"), bytes("4"));
            changes.rewind();
            assertThat(rows(changes, TABLE)).containsExactly("a=1", "b=3");
            changes.mark();
            changes.put(TABLE, bytes("d"), bytes("5"));
            changes.unmark();
            assertThat(rows(changes, TABLE)).containsExactly("a=1", "b=3", "d=5");
            changes.rewind();
            assertThat(rows(changes, TABLE)).containsExactly("a=1", "b=2");
            store.commit(changes, cut(2));
        }
        assertThat(committed()).containsExactly("a=1", "b=2");
    }

    @Test
    void takesTheNextBatchInTheSameChanges() {
        try (ViewChanges changes = store.change()) {
            changes.put(TABLE, bytes("a"), bytes("1"));
            store.commit(changes, cut(1));
            changes.put(TABLE, bytes("b"), bytes("2"));
            assertThat(rows(changes, TABLE)).containsExactly("a=1", "b=2");
            store.commit(changes, cut(2));
        }
        assertThat(committed()).containsExactly("a=1", "b=2");
    }

    @Test
    void losesAtACrashExactlyWhatWasNotFlushed() {
        put(1, "a", "1");
        store.flush();
        assertThat(store.flushedCut()).isEqualTo(cut(1));
        put(2, "a", "2", "b", "2");
        assertThat(store.flushedCut()).isEqualTo(cut(1));
        store = crash(store);
        assertThat(store.cut()).isEqualTo(cut(1));
        assertThat(committed()).containsExactly("a=1");
    }

    @Test
    void keepsAllTablesAtOneCutOverACrash() {
        for (int i = 1; i <= 5; i++) {
            try (ViewChanges changes = store.change()) {
                for (Table table : Table.values()) {
                    changes.put(table, bytes("k"), bytes("" + i));
                }
                store.commit(changes, cut(i));
            }
            if (i == 3) {
                store.flush();
            }
        }
        store = crash(store);
        try (ViewSnapshot snapshot = store.snapshot()) {
            assertThat(snapshot.cut()).isEqualTo(cut(3));
            for (Table table : Table.values()) {
                assertThat(rows(snapshot, table)).as("%s", table).containsExactly("k=3");
            }
        }
    }

    @Test
    void refusesUseAfterClose() {
        put(1, "a", "1");
        ViewSnapshot snapshot = store.snapshot();
        ViewChanges changes = store.change();
        snapshot.close();
        store.close();
        assertThatThrownBy(store::snapshot).isInstanceOf(StoreException.Closed.class);
        assertThatThrownBy(store::change).isInstanceOf(StoreException.Closed.class);
        assertThatThrownBy(store::cut).isInstanceOf(StoreException.Closed.class);
        assertThatThrownBy(store::flush).isInstanceOf(StoreException.Closed.class);
        assertThatThrownBy(() -> snapshot.get(TABLE, bytes("a")))
                .isInstanceOf(StoreException.Closed.class);
        assertThatThrownBy(() -> changes.get(TABLE, bytes("a")))
                .isInstanceOf(StoreException.Closed.class);
        assertThatThrownBy(() -> store.commit(changes, cut(2)))
                .isInstanceOf(StoreException.Closed.class);
        store.close();
    }

    @Test
    void keepsEverythingOverACleanEnd() {
        put(1, "a", "1");
        store.flush();
        put(2, "b", "2");
        store = reopen(store);
        assertThat(store.cut()).isEqualTo(cut(2));
        assertThat(store.flushedCut()).isEqualTo(cut(2));
        assertThat(committed()).containsExactly("a=1", "b=2");
    }

    @Test
    void agreesWithASortedMapWhateverIsDone() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        NavigableMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
        for (int batch = 1; batch <= 60; batch++) {
            try (ViewChanges changes = store.change()) {
                change(random, changes, model, 0);
                compare(random, changes, model, "changes, seed " + seed);
                store.commit(changes, cut(batch));
            }
            try (ViewSnapshot snapshot = store.snapshot()) {
                compare(random, snapshot, model, "snapshot, seed " + seed);
            }
        }
    }

    private static void change(
            Random random, ViewChanges changes, NavigableMap<byte[], byte[]> model, int depth) {
        for (int i = 0; i < 8; i++) {
            byte[] key = key(random);
            int dice = random.nextInt(depth < 3 ? 6 : 4);
            if (dice < 3) {
                byte[] value = key(random);
                changes.put(TABLE, key, value);
                model.put(key, value);
            } else if (dice == 3) {
                changes.delete(TABLE, key);
                model.remove(key);
            } else {
                NavigableMap<byte[], byte[]> before = new TreeMap<>(model);
                changes.mark();
                change(random, changes, model, depth + 1);
                if (dice == 4) {
                    changes.rewind();
                    model.clear();
                    model.putAll(before);
                } else {
                    changes.unmark();
                }
            }
        }
    }

    private static byte[] key(Random random) {
        byte[] key = new byte[random.nextInt(3)];
        byte[] alphabet = {0, 1, 'a', (byte) 0x80, (byte) 0xff};
        for (int i = 0; i < key.length; i++) {
            key[i] = alphabet[random.nextInt(alphabet.length)];
        }
        return key;
    }

    private static void compare(
            Random random, ViewReader reader, NavigableMap<byte[], byte[]> model, String what) {
        List<String> expected = new ArrayList<>();
        model.forEach((key, value) -> expected.add(text(key) + "=" + text(value)));
        assertThat(rows(reader, TABLE)).as(what).isEqualTo(expected);
        byte[] from = key(random);
        byte[] ceiling = model.ceilingKey(from);
        try (RowCursor cursor = reader.scan(TABLE)) {
            assertThat(cursor.seek(from)).as(what).isEqualTo(ceiling != null);
            if (ceiling != null) {
                assertThat(cursor.key()).as(what).isEqualTo(ceiling);
            }
        }
        assertThat(text(reader.get(TABLE, from))).as(what).isEqualTo(text(model.get(from)));
    }
}
