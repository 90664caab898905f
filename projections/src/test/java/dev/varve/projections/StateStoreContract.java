package dev.varve.projections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every store of consumer state keeps.
public abstract class StateStoreContract {
    protected static final Position BEGUN = new Position(41);

    protected StateStore store;

    /// With nothing in it, made where the journal ended at [#BEGUN].
    protected abstract StateStore open();

    @BeforeEach
    void openIt() {
        store = open();
    }

    @AfterEach
    void closeIt() {
        store.close();
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    protected void put(String space, String key, String value) {
        store.write(new StateBatch().put(space, bytes(key), bytes(value)));
    }

    protected List<String> rows(String space, String from, int atMost) {
        List<String> found = new ArrayList<>();
        store.scan(
                space,
                bytes(from),
                (key, value) -> {
                    found.add(text(key) + "=" + text(value));
                    return found.size() < atMost;
                });
        return found;
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }

    @Test
    void knowsWhereTheJournalEndedWhenItWasMade() {
        assertThat(store.begun()).isEqualTo(BEGUN);
    }

    @Test
    void keepsSpacesApart() {
        put("a", "bc", "1");
        put("ab", "c", "2");
        put("abc", "", "3");
        assertThat(rows("a", "", 10)).containsExactly("bc=1");
        assertThat(rows("ab", "", 10)).containsExactly("c=2");
        assertThat(rows("abc", "", 10)).containsExactly("=3");
        assertThat(rows("b", "", 10)).isEmpty();
    }

    @Test
    void scansInOrderFromAKeyUntilTold() {
        for (String key : List.of("d", "b", "a", "c")) {
            put("x", key, key);
        }
        assertThat(rows("x", "b", 2)).containsExactly("b=b", "c=c");
        assertThat(rows("x", "", 10)).containsExactly("a=a", "b=b", "c=c", "d=d");
        assertThat(rows("x", "e", 10)).isEmpty();
    }

    @Test
    void lastChangeOfARowInABatchWins() {
        put("x", "old", "1");
        store.write(
                new StateBatch()
                        .put("x", bytes("new"), bytes("1"))
                        .put("x", bytes("new"), bytes("2"))
                        .put("x", bytes("gone"), bytes("1"))
                        .delete("x", bytes("gone"))
                        .delete("x", bytes("old")));
        assertThat(rows("x", "", 10)).containsExactly("new=2");
        assertThat(store.get("x", bytes("old"))).isNull();
    }

    @Test
    void refusesABatchThatIsTooLarge() {
        StateBatch batch = new StateBatch();
        byte[] half = new byte[StateStore.MAX_BATCH_BYTES / 2];
        batch.put("x", bytes("1"), half);
        assertThatThrownBy(() -> batch.put("x", bytes("2"), half))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most");
    }

    @Test
    void refusesASpaceWithoutAName() {
        StateBatch batch = new StateBatch();
        assertThatThrownBy(() -> batch.delete("", bytes("1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> batch.delete("x".repeat(101), bytes("1")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
