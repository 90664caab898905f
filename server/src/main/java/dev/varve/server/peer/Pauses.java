package dev.varve.server.peer;

import dev.varve.log.NodeId;
import dev.varve.projections.StateBatch;
import dev.varve.projections.StateStore;
import java.nio.ByteBuffer;

/// Members of which this node was told to take nothing. Remembered until it is told otherwise.
final class Pauses {
    private static final String SPACE = "cluster-pauses";
    private static final byte[] NOTHING = {};

    private final StateStore state;

    Pauses(StateStore state) {
        this.state = state;
    }

    boolean has(NodeId member) {
        return state.get(SPACE, key(member)) != null;
    }

    void begin(NodeId member) {
        state.write(new StateBatch().put(SPACE, key(member), NOTHING));
    }

    void end(NodeId member) {
        state.write(new StateBatch().delete(SPACE, key(member)));
    }

    private static byte[] key(NodeId member) {
        return ByteBuffer.allocate(Long.BYTES).putLong(member.value()).array();
    }
}
