package dev.varve.server;

import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.Authenticator;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.RateLimiter;

/// Lets each user in only so often, once it is known who asks.
record KeyLimits(Authenticator authenticator, RateLimiter limiter) implements Authenticator {
    @Override
    public Authenticated authenticate(HttpRequest request) {
        Authenticated authenticated = authenticator.authenticate(request);
        if (!limiter.tryAcquire(authenticated.principal().id())) {
            throw new Failed(ErrorCode.SLOW_DOWN, "Please reduce your request rate.")
                    .header("retry-after", "1");
        }
        return authenticated;
    }
}
