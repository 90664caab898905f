package dev.varve.server.store;

import dev.varve.log.Bytes;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Stamp;
import dev.varve.projections.objects.Cluster;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.LayoutCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Holds the layout in force where request threads see it, and tells those who watch it. The writer
/// refreshes it; one thread tells all watchers, so that no two changes are ever made at once.
final class LayoutBoard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LayoutBoard.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofMinutes(1);

    private static final Stamp BEFORE_ALL =
            new Stamp(HybridTime.ZERO, new Origin(new NodeId(0), 1));

    private final List<Watching> watches = new ArrayList<>();
    private volatile @Nullable CurrentLayout current;
    private volatile int level;
    private @Nullable Thread teller;
    private boolean closed;

    /// One who watches, and what it was told last.
    private static final class Watching {
        private final ClusterWatch watch;
        private Optional<ClusterLayout> told = Optional.empty();
        private Duration retry = FIRST_RETRY;
        private long notBefore;

        Watching(ClusterWatch watch) {
            this.watch = watch;
        }
    }

    /// Holds what the store's view says, from now on. For use before its writer starts.
    ///
    /// @param first what this node was told when it joined: in force until the view says something
    static LayoutBoard of(Core core, Optional<Bytes> first) {
        LayoutBoard board = new LayoutBoard();
        board.current = first.map(LayoutBoard::told).orElse(null);
        Runnable refresh =
                () ->
                        core.read(view -> {
                            board.refresh(view);
                            core.duties().join(board.isTold());
                            return board;
                        });
        refresh.run();
        core.sequencer().whenClustered(refresh);
        return board;
    }

    private static CurrentLayout told(Bytes layout) {
        ClusterLayout read = LayoutCodec.read(layout);
        return CurrentLayout.of(new Cluster(read.epoch(), read.nodes(), layout, BEFORE_ALL));
    }

    /// Whether nothing that was folded says as much as what this node was told when it joined.
    private boolean isTold() {
        CurrentLayout now = current;
        return now != null && now.row().by().equals(BEFORE_ALL);
    }

    Optional<CurrentLayout> current() {
        return Optional.ofNullable(current);
    }

    int level() {
        return level;
    }

    /// Takes over what the view says now.
    private void refresh(ObjectReader view) {
        level = view.formatLevel();
        Optional<Cluster> row = view.cluster();
        CurrentLayout before = current;
        if (row.isPresent() && isNews(before, row.get())) {
            current = CurrentLayout.of(row.get());
            wake();
        }
    }

    /// Who joined was told of a layout that those of before, as they are folded, do not undo.
    private static boolean isNews(@Nullable CurrentLayout before, Cluster row) {
        return before == null || (!before.row().equals(row) && row.epoch() >= before.row().epoch());
    }

    /// It is told of the layout there is, and of each later one.
    synchronized void add(ClusterWatch watch) {
        if (closed) {
            return;
        }
        watches.add(new Watching(watch));
        if (teller == null) {
            teller = Thread.ofVirtual().name("varve-cluster-watch").start(this::run);
        }
        notifyAll();
    }

    private synchronized void wake() {
        notifyAll();
    }

    private void run() {
        try {
            while (true) {
                Watching next = next();
                if (next == null) {
                    return;
                }
                tell(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for one that was not told yet; null at the end.
    private synchronized @Nullable Watching next() throws InterruptedException {
        while (!closed) {
            long now = System.nanoTime();
            long wait = 0;
            for (Watching one : watches) {
                if (!isStale(one)) {
                    continue;
                }
                long left = one.notBefore == 0 ? 0 : one.notBefore - now;
                if (left <= 0) {
                    return one;
                }
                wait = wait == 0 ? left : Math.min(wait, left);
            }
            wait(wait == 0 ? 0 : Math.max(1, wait / 1_000_000));
        }
        return null;
    }

    private boolean isStale(Watching one) {
        CurrentLayout now = current;
        return now != null && !one.told.equals(Optional.of(now.layout()));
    }

    private void tell(Watching one) {
        CurrentLayout now = current;
        if (now == null) {
            return;
        }
        try {
            one.watch.changed(one.told, now.layout());
            one.told = Optional.of(now.layout());
            one.notBefore = 0;
            one.retry = FIRST_RETRY;
        } catch (RuntimeException e) { // outer edge of the thread: the others go on, it comes again
            LOG.error("a change of the cluster's layout was not taken; it is tried again", e);
            one.notBefore = System.nanoTime() + one.retry.toNanos();
            Duration longer = one.retry.multipliedBy(2);
            one.retry = longer.compareTo(LAST_RETRY) < 0 ? longer : LAST_RETRY;
        }
    }

    /// Waits for who is being told.
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = teller;
            notifyAll();
        }
        if (running != null && !Thread.currentThread().equals(running)) {
            running.interrupt();
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
