package dev.varve.server;

import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.Authenticator;
import dev.varve.server.auth.PostPolicy;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.RateLimiter;

/// Lets each user in only so often, once it is known who asks.
record KeyLimits(Authenticator authenticator, RateLimiter limiter) implements Authenticator {
    @Override
    public Authenticated authenticate(HttpRequest request) {
        Authenticated authenticated = authenticator.authenticate(request);
        require(limiter, authenticated.principal().id());
        return authenticated;
    }

    /// The same for those who post forms.
    static PostPolicy.Forms of(PostPolicy.Forms forms, RateLimiter limiter) {
        return (bucket, fields) -> {
            PostPolicy.Verified verified = forms.verify(bucket, fields);
            require(limiter, verified.authenticated().principal().id());
            return verified;
        };
    }

    private static void require(RateLimiter limiter, String user) {
        if (!limiter.tryAcquire(user)) {
            throw new Failed(ErrorCode.SLOW_DOWN, "Please reduce your request rate.")
                    .header("retry-after", "1");
        }
    }
}
