package dev.varve.server;

import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.Authenticator;
import dev.varve.server.auth.PostPolicy;
import dev.varve.server.auth.Principal;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.RateLimiter;

/// Lets each user in only so often, once it is known who asks.
record KeyLimits(Authenticator authenticator, RateLimiter limiter, Unlimited unlimited)
        implements Authenticator {
    private static final String POLICY = "key";

    @Override
    public Authenticated authenticate(HttpRequest request) {
        Authenticated authenticated = authenticator.authenticate(request);
        require(authenticated.principal(), request);
        return authenticated;
    }

    /// The same for those who post forms.
    static PostPolicy.Forms of(PostPolicy.Forms forms, RateLimiter limiter, Unlimited unlimited) {
        return (request, bucket, fields) -> {
            PostPolicy.Verified verified = forms.verify(request, bucket, fields);
            KeyLimits limits = new KeyLimits(_ -> verified.authenticated(), limiter, unlimited);
            limits.authenticate(request);
            return verified;
        };
    }

    /// Those who read public buckets are many, and limited by their addresses.
    private void require(Principal principal, HttpRequest request) {
        if (!principal.isAnonymous() && !unlimited.covers(principal)) {
            limiter.require(POLICY, principal.id(), request.note());
        }
    }
}
