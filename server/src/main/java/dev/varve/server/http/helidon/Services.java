package dev.varve.server.http.helidon;

import dev.varve.server.http.Handler;
import dev.varve.server.http.HttpConfig;
import dev.varve.server.http.RateLimiter;
import dev.varve.server.http.RequestIds;
import dev.varve.server.http.TokenBuckets;
import java.util.concurrent.Semaphore;

/// What every request may use.
///
/// @param turns one for each request that may be handled at a time
/// @param addresses how often each address may ask
record Services(
        HttpConfig config,
        Handler handler,
        HttpListener.Hooks hooks,
        RequestIds ids,
        Semaphore turns,
        RateLimiter addresses) {
    /// The same for another port: turns and rates are those of all ports together.
    Services at(HttpConfig port, Handler handles) {
        return new Services(port, handles, hooks, ids, turns, addresses);
    }

    static Services of(HttpConfig config, Handler handler, HttpListener.Hooks hooks) {
        return new Services(
                config,
                handler,
                hooks,
                new RequestIds(),
                new Semaphore(config.requests().concurrent(), true),
                TokenBuckets.of(
                        config.connections().requestsPerSecond(), config.connections().burst()));
    }
}
