package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a placement index does that outlives its process.
public abstract class DurablePlacementIndexContract extends PlacementIndexContract {
    /// Opens what the last index of this test left, after it was closed.
    protected abstract PlacementIndex reopen();

    @Test
    void findsWhatWasFlushedAfterReopening() {
        index.apply(put(SHARED, IN_PACK));
        index.apply(put(PRIVATE, LARGE));
        index.apply(new PlacementIndex.Changes(Map.of(), Set.of(), Map.of(3, TALLY), Set.of()));
        index.flush();
        index.close();
        index = reopen();

        assertThat(index.find(SHARED)).hasValue(IN_PACK);
        assertThat(index.find(PRIVATE)).hasValue(LARGE);
        assertThat(index.tallies()).containsEntry(3, TALLY);
    }
}
