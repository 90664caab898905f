package dev.varve.server.store;

import dev.varve.log.StoreException;
import dev.varve.projections.StateBatch;
import dev.varve.projections.StateStore;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a round was, as a row of the state store. When it is lost the round begins anew.
final class RoundRow {
    static final String SPACE = "rounds";
    private static final Logger LOG = LoggerFactory.getLogger(RoundRow.class);
    private final StateStore state;
    private final byte[] key;

    RoundRow(StateStore state, String name) {
        this.state = state;
        this.key = name.getBytes(StandardCharsets.UTF_8);
    }

    Optional<Round> read() {
        byte[] row = state.get(SPACE, key);
        try {
            return row == null ? Optional.empty() : Optional.of(Round.decode(row));
        } catch (StoreException.Corrupt e) {
            LOG.warn("a round begins anew: {}", e.getMessage());
            return Optional.empty();
        }
    }

    void write(Round round) {
        state.write(new StateBatch().put(SPACE, key, round.encode()));
    }
}
