package dev.varve.tools.crash;

import java.time.Duration;

/// How the load reaches the store.
public enum Surface {
    /// Calls, in the process that is struck.
    EMBEDDED(Duration.ofMillis(400)) {
        @Override
        Victim start(Victim.Order order, Oracle oracle) {
            return ChildProcess.start(order, oracle);
        }
    },
    /// S3 over HTTP, from this process. What S3 cannot say (undelete, purge) is left out.
    S3(Duration.ofSeconds(2)) {
        @Override
        Victim start(Victim.Order order, Oracle oracle) {
            return new ServerVictim(order, oracle);
        }
    };

    private final Duration startUp;

    Surface(Duration startUp) {
        this.startUp = startUp;
    }

    abstract Victim start(Victim.Order order, Oracle oracle);

    /// About how long it takes from [Victim#go] until the store is open.
    Duration startUp() {
        return startUp;
    }
}
