package dev.varve.server.peer;

import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.projections.objects.Peer;
import dev.varve.server.store.Imports;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells a member how far its journal is durable here, soon after that changed: it may wait for it.
final class ProgressReport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressReport.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    /// Without news too: the member may have forgotten it.
    static final Duration AT_LEAST = Duration.ofMinutes(1);

    private final NodeId peer;
    private final PeerClient client;
    private final Imports imports;
    private final BytesReached bytes;
    private final Origin self;
    private final Supplier<Position> last;
    private boolean news = true;
    private boolean closed;
    private Acks.@Nullable Told told;
    private long toldAt;

    /// Up to which position of an origin all bytes are here that are to be kept here.
    @FunctionalInterface
    interface BytesReached {
        Position of(Origin origin, Position events);
    }

    /// @param last position of the last event of this node that others fold
    ProgressReport(
            NodeId peer,
            PeerClient client,
            Imports imports,
            BytesReached bytes,
            Origin self,
            Supplier<Position> last) {
        this.peer = peer;
        this.client = client;
        this.imports = imports;
        this.bytes = bytes;
        this.self = self;
        this.last = last;
    }

    void start() {
        Thread.ofVirtual().name("varve-report-" + peer).start(this::run);
    }

    /// There may be something to tell.
    synchronized void look() {
        news = true;
        notifyAll();
    }

    private void run() {
        while (await()) {
            Optional<Peer> newest =
                    imports.all().stream()
                            .filter(known -> known.origin().node().equals(peer))
                            .max(Comparator.comparing(Peer::origin));
            newest.ifPresent(this::tell);
        }
    }

    private void tell(Peer known) {
        Acks.Held held =
                new Acks.Held(known.position(), bytes.of(known.origin(), known.position()));
        // Asked for last: whatever was decided without knowing that much is not after it.
        Acks.Told now = new Acks.Told(self, held, last.get());
        if (!now.equals(told) || System.nanoTime() - toldAt > AT_LEAST.toNanos()) {
            try {
                client.tell(known.origin(), now);
                told = now;
                toldAt = System.nanoTime();
            } catch (IOException e) {
                LOG.debug("{} cannot be told how far it is followed: {}", peer, e.getMessage());
            }
        }
    }

    /// From time to time without news too: bytes may have come, or a report been lost.
    @SuppressWarnings("WaitNotInLoop") // a report too many does no harm
    private synchronized boolean await() {
        try {
            if (!news && !closed) {
                wait(AGAIN.toMillis());
            }
        } catch (InterruptedException e) {
            closed = true;
        }
        news = false;
        return !closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
