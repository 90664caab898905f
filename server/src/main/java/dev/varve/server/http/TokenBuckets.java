package dev.varve.server.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// One token bucket for each key. The number of keys is limited: the one that asked longest ago is
/// forgotten first, and its bucket is the one most likely to be full again anyway.
public final class TokenBuckets implements RateLimiter {
    private static final double NANOS = 1e9;

    private final double perSecond;
    private final int burst;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets;

    private static final class Bucket {
        private double tokens;
        private long filled;

        private Bucket(double tokens, long filled) {
            this.tokens = tokens;
            this.filled = filled;
        }
    }

    /// @param perSecond tokens that each key gets
    /// @param burst the most that a key can save up
    /// @param nanoTime as [System#nanoTime]
    public TokenBuckets(double perSecond, int burst, long maxKeys, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanoTime = nanoTime;
        this.buckets = new Recent(maxKeys);
    }

    /// [RateLimiter#UNLIMITED] for a rate of 0.
    public static RateLimiter of(double perSecond, int burst) {
        return perSecond <= 0
                ? UNLIMITED
                : new TokenBuckets(perSecond, burst, 100_000, System::nanoTime);
    }

    @Override
    public synchronized boolean tryAcquire(String key) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(key, _ -> new Bucket(burst, now));
        double since = (now - bucket.filled) / NANOS;
        bucket.tokens = Math.min(burst, bucket.tokens + since * perSecond);
        bucket.filled = now;
        if (bucket.tokens < 1) {
            return false;
        }
        bucket.tokens -= 1;
        return true;
    }

    @Override
    public synchronized Optional<Allowance> allowance(String key) {
        Bucket bucket = buckets.get(key);
        double tokens = bucket == null ? burst : tokens(bucket);
        return Optional.of(
                new Allowance(
                        burst,
                        seconds(burst),
                        (long) tokens,
                        seconds(burst - tokens),
                        seconds(1 - tokens)));
    }

    private long seconds(double tokens) {
        return (long) Math.ceil(Math.max(0, tokens) / perSecond);
    }

    /// Whether there is one to take, without taking it. Remembers nothing of keys that never took any.
    public synchronized boolean has(String key) {
        Bucket bucket = buckets.get(key);
        return bucket == null || tokens(bucket) >= 1;
    }

    /// Whether the key took some that it has not got back yet.
    public synchronized boolean owes(String key) {
        Bucket bucket = buckets.get(key);
        return bucket != null && tokens(bucket) < burst;
    }

    private double tokens(Bucket bucket) {
        double since = (nanoTime.getAsLong() - bucket.filled) / NANOS;
        return Math.min(burst, bucket.tokens + since * perSecond);
    }

    synchronized int keys() {
        return buckets.size();
    }

    private static final class Recent extends LinkedHashMap<String, Bucket> {
        private static final long serialVersionUID = 1L;
        private final long max;

        private Recent(long max) {
            super(16, 0.75f, true);
            this.max = max;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > max;
        }
    }
}
