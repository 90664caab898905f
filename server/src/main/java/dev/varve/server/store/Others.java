package dev.varve.server.store;

import dev.varve.log.HybridTime;
import java.util.List;

/// What is known of the other members of a cluster.
public interface Others {
    /// Before they are followed.
    Others UNKNOWN =
            new Others() {
                @Override
                public Knowing asked() {
                    return () -> List.of("any other member");
                }

                @Override
                public HybridTime heard() {
                    return HybridTime.ZERO;
                }
            };

    /// Begins to find out who knows all that this node did until now.
    Knowing asked();

    /// No event of another member that comes from now on is as old as this, or older.
    HybridTime heard();
}
