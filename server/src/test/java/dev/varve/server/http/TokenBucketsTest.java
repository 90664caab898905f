package dev.varve.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {
    private final AtomicLong now = new AtomicLong(123);

    private TokenBuckets buckets(long maxKeys) {
        return new TokenBuckets(10, 5, maxKeys, now::get);
    }

    private static long taken(RateLimiter limiter, String key, int tries) {
        return IntStream.range(0, tries).filter(_ -> limiter.tryAcquire(key)).count();
    }

    @Test
    void allowsABurstAndThenTheRate() {
        TokenBuckets buckets = buckets(100);
        assertThat(taken(buckets, "a", 20)).isEqualTo(5);
        now.addAndGet(100_000_000);
        assertThat(taken(buckets, "a", 20)).isEqualTo(1);
        now.addAndGet(3_000_000_000L);
        assertThat(taken(buckets, "a", 20)).isEqualTo(5);
    }

    @Test
    void tellsWhatThereIsWithoutTakingIt() {
        TokenBuckets buckets = buckets(100);
        assertThat(buckets.has("a")).isTrue();
        assertThat(buckets.owes("a")).isFalse();
        assertThat(buckets.keys()).isZero();
        taken(buckets, "a", 4);
        assertThat(buckets.has("a")).isTrue();
        assertThat(buckets.owes("a")).isTrue();
        taken(buckets, "a", 1);
        assertThat(buckets.has("a")).isFalse();
        now.addAndGet(100_000_000);
        assertThat(buckets.has("a")).isTrue();
        now.addAndGet(400_000_000);
        assertThat(buckets.owes("a")).isFalse();
        assertThat(taken(buckets, "a", 20)).isEqualTo(5);
    }

    @Test
    void countsEachKeyOnItsOwn() {
        TokenBuckets buckets = buckets(100);
        assertThat(taken(buckets, "a", 20)).isEqualTo(5);
        assertThat(taken(buckets, "b", 20)).isEqualTo(5);
        assertThat(taken(buckets, "a", 20)).isZero();
    }

    @Test
    void refusedTriesDoNotPutOffTheNextToken() {
        TokenBuckets buckets = buckets(100);
        taken(buckets, "a", 5);
        for (int i = 0; i < 10; i++) {
            now.addAndGet(9_999_999);
            assertThat(buckets.tryAcquire("a")).isFalse();
        }
        now.addAndGet(10);
        assertThat(buckets.tryAcquire("a")).isTrue();
    }

    @Test
    void forgetsWhoAskedLongestAgo() {
        TokenBuckets buckets = buckets(3);
        taken(buckets, "busy", 5);
        for (int i = 0; i < 1000; i++) {
            buckets.tryAcquire("other" + i);
            assertThat(buckets.tryAcquire("busy")).isFalse();
        }
        assertThat(buckets.keys()).isEqualTo(3);
    }

    @Test
    void isOffAtARateOfZero() {
        assertThat(taken(TokenBuckets.of(0, 1), "a", 1000)).isEqualTo(1000);
        assertThat(taken(TokenBuckets.of(0.001, 7), "a", 1000)).isEqualTo(7);
    }
}
