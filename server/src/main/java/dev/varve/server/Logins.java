package dev.varve.server;

import dev.varve.server.auth.Authenticator;
import dev.varve.server.auth.GuardedLogins;
import dev.varve.server.auth.LoginGuard;
import dev.varve.server.auth.PostPolicy;
import dev.varve.server.http.RateLimiter;

/// What every way in shares: failures are counted together, uses of keys noted, and rates limited.
record Logins(KeyUsers users, LoginGuard guard, RateLimiter limiter, Unlimited unlimited) {
    Authenticator guarded(Authenticator logins) {
        return new KeyLimits(new GuardedLogins(logins, guard, users::used), limiter, unlimited);
    }

    PostPolicy.Forms guarded(PostPolicy.Forms forms) {
        return KeyLimits.of(GuardedLogins.of(forms, guard, users::used), limiter, unlimited);
    }
}
