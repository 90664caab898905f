package dev.varve.server.peer;

import dev.varve.log.BlobHints;
import dev.varve.log.BlobId;
import dev.varve.log.BlobStore;
import dev.varve.log.BlobUpload;
import dev.varve.log.PinnedBlob;
import dev.varve.log.StoreException;
import dev.varve.replication.Bandwidth;
import dev.varve.server.store.Healer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fetches blobs from whichever member has them. What came counts only once all of it was found to be
/// what its id names. For any number of threads.
final class Fetching implements Healer {
    private static final Logger LOG = LoggerFactory.getLogger(Fetching.class);

    /// Blobs on their way at a time.
    static final int AT_ONCE = 8;

    /// The same of those for which no reader waits.
    private static final int IN_BACKGROUND = AT_ONCE / 2;

    /// How often one member is asked again for the rest of a blob, as long as some of it came.
    private static final int TRIES = 20;

    private static final int BUFFER = 64 << 10;

    private final BlobStore blobs;
    private final Supplier<Collection<PeerClient>> members;
    private final Bandwidth bandwidth;
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final Map<BlobId, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong fetched = new AtomicLong();
    private final AtomicLong fetchedBytes = new AtomicLong();

    /// @param blobs where they are kept
    Fetching(BlobStore blobs, Supplier<Collection<PeerClient>> members, Bandwidth bandwidth) {
        this.blobs = blobs;
        this.members = members;
        this.bandwidth = bandwidth;
    }

    long fetched() {
        return fetched.get();
    }

    long fetchedBytes() {
        return fetchedBytes.get();
    }

    /// Several who want one blob wait for the same fetch.
    @Override
    public boolean bring(BlobId id) {
        if (members.get().isEmpty()) {
            return false;
        }
        CompletableFuture<Boolean> mine = new CompletableFuture<>();
        CompletableFuture<Boolean> other = underWay.putIfAbsent(id, mine);
        if (other != null) {
            return other.join();
        }
        boolean brought = false;
        try {
            turns.acquireUninterruptibly();
            brought = fetch(id);
        } finally {
            turns.release();
            underWay.remove(id);
            mine.complete(brought);
        }
        return brought;
    }

    /// Brings several at a time: one waits for the network while another is synced. Those that nobody
    /// has for now are answered.
    Set<BlobId> bringAll(Collection<BlobId> ids) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        Map<BlobId, Future<Boolean>> asked = new LinkedHashMap<>();
        int threads = Math.min(ids.size(), IN_BACKGROUND);
        try (ExecutorService fetchers =
                Executors.newFixedThreadPool(threads, Thread.ofVirtual().factory())) {
            ids.forEach(id -> asked.put(id, fetchers.submit(() -> bring(id))));
        }
        Set<BlobId> absent = new LinkedHashSet<>();
        asked.forEach((id, brought) -> {
            if (brought.state() == Future.State.FAILED) {
                throw new IllegalStateException("cannot fetch " + id, brought.exceptionNow());
            }
            if (brought.state() != Future.State.SUCCESS || !brought.resultNow()) {
                absent.add(id);
            }
        });
        return absent;
    }

    private boolean fetch(BlobId id) {
        for (PeerClient member : members.get()) {
            try {
                if (fetch(id, member)) {
                    return true;
                }
            } catch (StoreException e) {
                LOG.warn("{} cannot be kept here: {}", id, e.getMessage());
                return false;
            }
        }
        return false;
    }

    /// True once the blob is here and durable.
    private boolean fetch(BlobId id, PeerClient member) {
        BlobHints hints = new BlobHints(id.domain(), "", "", -1, Set.of());
        try (BlobUpload upload = blobs.upload(hints)) {
            long length = copy(id, member, upload);
            if (length <= 0) {
                return false;
            }
            try (PinnedBlob blob = upload.finish().blob()) {
                if (!blob.id().equals(id)) {
                    LOG.warn("a member gave other bytes for {}", id);
                    return false;
                }
                blobs.sync();
            }
            fetched.incrementAndGet();
            fetchedBytes.addAndGet(length);
            return true;
        }
    }

    /// Goes on where it was cut. How many bytes came; -1 where the member has not all of them.
    private long copy(BlobId id, PeerClient member, BlobUpload upload) {
        long at = 0;
        for (int tries = 0; tries < TRIES; tries++) {
            long before = at;
            try (InputStream in = member.blob(id, at)) {
                byte[] buffer = new byte[BUFFER];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    bandwidth.spend(read);
                    upload.write(buffer, 0, read);
                    at += read;
                }
                return at;
            } catch (PeerRefusal e) {
                return -1;
            } catch (IOException e) {
                LOG.debug("a fetch of {} was cut at {}: {}", id, at, e.getMessage());
                if (at == before) {
                    return -1;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return -1;
            }
        }
        return -1;
    }
}
