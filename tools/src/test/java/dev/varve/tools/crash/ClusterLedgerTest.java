package dev.varve.tools.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterLedgerTest {
    private static final Did.Thing THING = new Did.Thing(ClusterNames.KEPT, "k");
    private final ClusterLedger ledger = new ClusterLedger();
    private long clock;

    private void did(String node, int round, String etag, boolean acknowledged) {
        Did.Span span = new Did.Span(clock++, clock++);
        ledger.add(new Did(Did.Act.PUT, node, round, THING, etag, "v-" + etag, span, acknowledged));
    }

    private boolean fits(String etag) {
        return ledger.lost(Map.of(THING, etag)).isEmpty();
    }

    private boolean fitsNothing() {
        return ledger.lost(Map.of()).isEmpty();
    }

    @Test
    void laterOnTheSameNodeWins() {
        did("a", 0, "1", true);
        did("a", 0, "2", true);
        assertThat(fits("1")).isFalse();
        assertThat(fits("2")).isTrue();
        assertThat(fitsNothing()).isFalse();
    }

    @Test
    void anyOfWhatWasAtOnceMayWin() {
        did("a", 0, "1", true);
        did("b", 0, "2", true);
        did("c", 0, "3", false);
        assertThat(fits("1")).isTrue();
        assertThat(fits("2")).isTrue();
        assertThat(fits("3")).isTrue();
    }

    @Test
    void deletedAfterAQuietMomentStaysAway() {
        did("a", 0, "1", true);
        did("b", 1, "", true);
        assertThat(fits("1")).isFalse();
        assertThat(fitsNothing()).isTrue();
    }

    @Test
    void nothingNeedsToBeThereOfWhatWasNotAnswered() {
        did("a", 0, "1", false);
        assertThat(fitsNothing()).isTrue();
        assertThat(fits("1")).isTrue();
    }

    @Test
    void showsNothingThatNobodyPut() {
        assertThat(fits("9")).isFalse();
    }

    @Test
    void saysThatItIsBackWhatWasDeleted() {
        did("a", 0, "1", true);
        did("a", 0, "", true);
        assertThat(ledger.lost(Map.of(THING, "1")))
                .extracting(Violation::promise)
                .containsExactly(Violation.Promise.DELETED_STAYS_AWAY);
        did("a", 1, "2", true);
        assertThat(ledger.lost(Map.of()))
                .extracting(Violation::promise)
                .containsExactly(Violation.Promise.LAST_WORD_STANDS);
    }

    @Test
    void forgetsOnlyWhatCannotBeTheLastWord() {
        did("a", 0, "1", true);
        did("a", 0, "2", true);
        did("b", 0, "3", false);
        ledger.prune();
        assertThat(fits("1")).isFalse();
        assertThat(fits("2")).isTrue();
        assertThat(fits("3")).isTrue();
        assertThat(fitsNothing()).isFalse();
        assertThat(ledger.puts()).hasSize(2);
    }

    @Test
    void versionsThatWereDeletedStayAway() {
        Did.Span span = new Did.Span(1, 2);
        Did put = new Did(Did.Act.PUT, "a", 0, THING, "1", "v-1", span, true);
        Did delete = new Did(Did.Act.VERSION_DELETE, "a", 0, THING, "", "v-1", span, true);
        ledger.add(put);
        ledger.end(put, delete);
        assertThat(ledger.missing(ClusterNames.KEPT, Map.of())).isEmpty();
        assertThat(ledger.missing(ClusterNames.KEPT, Map.of("k v-1", "1")))
                .extracting(Violation::promise)
                .containsExactly(Violation.Promise.DELETED_STAYS_AWAY);
    }

    @Test
    void acknowledgedVersionsAreThere() {
        did("a", 0, "1", true);
        assertThat(ledger.missing(ClusterNames.KEPT, Map.of("k v-1", "1"))).isEmpty();
        assertThat(ledger.missing(ClusterNames.KEPT, Map.of("k v-1", "2"))).hasSize(1);
        assertThat(ledger.missing(ClusterNames.KEPT, Map.of())).hasSize(1);
        assertThat(ledger.missing(ClusterNames.PLAIN, Map.of())).isEmpty();
    }
}
