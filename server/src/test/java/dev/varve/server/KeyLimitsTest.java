package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.LengthRange;
import dev.varve.server.auth.Payload;
import dev.varve.server.auth.PostPolicy;
import dev.varve.server.auth.Principal;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.FakeRequest;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.RateLimiter;
import dev.varve.server.http.TokenBuckets;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class KeyLimitsTest {
    private final RateLimiter limiter = new TokenBuckets(1, 2, 10, () -> 0);
    private final KeyLimits limits =
            new KeyLimits(request -> by(request.headers().get("user", "")), limiter);
    private final PostPolicy.Forms forms =
            KeyLimits.of(
                    (bucket, fields) ->
                            new PostPolicy.Verified(
                                    by(fields.getOrDefault("user", "")), LengthRange.ANY),
                    limiter);

    private static Authenticated by(String user) {
        return new Authenticated(
                new Principal(user, user, false, Optional.empty()), new Payload.Unsigned(), false);
    }

    private static HttpRequest request(String user) {
        return FakeRequest.builder("GET", "/").header("user", user).build();
    }

    private static void assertTooMany(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> {
                            assertThat(failed.code()).isEqualTo(ErrorCode.SLOW_DOWN);
                            assertThat(failed.headers().first("retry-after")).contains("1");
                        });
    }

    @Test
    void limitsEachUserAlone() {
        assertThat(limits.authenticate(request("a"))).isEqualTo(by("a"));
        assertThat(limits.authenticate(request("a"))).isEqualTo(by("a"));
        assertTooMany(() -> limits.authenticate(request("a")));
        assertThat(limits.authenticate(request("b"))).isEqualTo(by("b"));
    }

    @Test
    void countsFormsLikeOtherRequests() {
        limits.authenticate(request("a"));
        forms.verify("bucket", Map.of("user", "a"));
        assertTooMany(() -> forms.verify("bucket", Map.of("user", "a")));
        assertTooMany(() -> limits.authenticate(request("a")));
        forms.verify("bucket", Map.of("user", "b"));
    }
}
