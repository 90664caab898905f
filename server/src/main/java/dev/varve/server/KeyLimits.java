package dev.varve.server;

import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.Authenticator;
import dev.varve.server.auth.PostPolicy;
import dev.varve.server.auth.Principal;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.RateLimiter;

/// Lets each user in only so often, once it is known who asks.
record KeyLimits(Authenticator authenticator, RateLimiter limiter) implements Authenticator {
    @Override
    public Authenticated authenticate(HttpRequest request) {
        Authenticated authenticated = authenticator.authenticate(request);
        require(limiter, authenticated.principal());
        return authenticated;
    }

    /// The same for those who post forms.
    static PostPolicy.Forms of(PostPolicy.Forms forms, RateLimiter limiter) {
        return (request, bucket, fields) -> {
            PostPolicy.Verified verified = forms.verify(request, bucket, fields);
            require(limiter, verified.authenticated().principal());
            return verified;
        };
    }

    /// Those who read public buckets are many, and limited by their addresses.
    private static void require(RateLimiter limiter, Principal principal) {
        if (!principal.isAnonymous() && !limiter.tryAcquire(principal.id())) {
            throw new Failed(ErrorCode.SLOW_DOWN, "Please reduce your request rate.")
                    .header("retry-after", "1");
        }
    }
}
