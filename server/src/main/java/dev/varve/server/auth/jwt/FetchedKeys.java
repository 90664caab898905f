package dev.varve.server.auth.jwt;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keys of a file or a server, kept, and fetched anew when they are old or do not hold the one that a
/// token names. However many unknown keys are named, it fetches only so often, one at a time; when
/// that fails, the keys it has go on.
final class FetchedKeys implements KeySet {
    private static final Logger LOG = LoggerFactory.getLogger(FetchedKeys.class);

    private final Source source;
    private final long minNanos;
    private final long maxNanos;
    private final LongSupplier nanoTime;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile List<VerificationKey> keys = List.of();
    private volatile long tried;
    private volatile long fetched;
    private volatile boolean everTried;

    /// What gives the document; its text says where from.
    @FunctionalInterface
    interface Source {
        byte[] fetch() throws IOException;
    }

    /// @param atMostEvery between two fetches, failed ones too
    /// @param maxAge after which keys are fetched anew though all are known
    FetchedKeys(Source source, Duration atMostEvery, Duration maxAge, LongSupplier nanoTime) {
        this.source = source;
        this.minNanos = atMostEvery.toNanos();
        this.maxNanos = maxAge.toNanos();
        this.nanoTime = nanoTime;
    }

    @Override
    public List<VerificationKey> find(@Nullable String id, Algorithm algorithm) {
        List<VerificationKey> known = matching(id, algorithm);
        if (!known.isEmpty()) {
            if (isOld() && fetching.tryLock()) {
                fetchIfDue();
            }
            return matching(id, algorithm);
        }
        fetching.lock();
        fetchIfDue();
        if (keys.isEmpty()) {
            throw new Failed(
                            ErrorCode.SERVICE_UNAVAILABLE,
                            "The keys of the issuer of tokens cannot be had now.")
                    .header("retry-after", Long.toString(Math.max(1, minNanos / 1_000_000_000L)));
        }
        return matching(id, algorithm);
    }

    private List<VerificationKey> matching(@Nullable String id, Algorithm algorithm) {
        return keys.stream().filter(key -> key.isFor(id, algorithm)).toList();
    }

    private boolean isOld() {
        return nanoTime.getAsLong() - fetched > maxNanos;
    }

    /// Gives the lock back, which the caller took.
    private void fetchIfDue() {
        try {
            long now = nanoTime.getAsLong();
            if (everTried && now - tried < minNanos) {
                return;
            }
            everTried = true;
            tried = now;
            keys = JwkSet.parse(source.fetch());
            fetched = now;
        } catch (IOException e) {
            LOG.warn("keys of the issuer of tokens: {}: {}", source, e.getMessage());
        } finally {
            fetching.unlock();
        }
    }
}
