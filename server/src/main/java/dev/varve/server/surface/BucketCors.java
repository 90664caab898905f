package dev.varve.server.surface;

import dev.varve.log.BucketName;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.Varve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Adds to answers, errors too, what the rules of their bucket say. An error without them would look
/// like a broken network to the page.
public final class BucketCors {
    private static final Logger LOG = LoggerFactory.getLogger(BucketCors.class);

    private final Varve varve;

    public BucketCors(Varve varve) {
        this.varve = varve;
    }

    /// Empty where there is no such bucket.
    public CorsRules rules(String bucket) {
        if (!BucketName.isValid(bucket)) {
            return CorsRules.NONE;
        }
        return varve.store()
                .buckets()
                .find(new BucketName(bucket))
                .map(found -> CorsRules.of(found.settings()))
                .orElse(CorsRules.NONE);
    }

    /// Nothing for requests that a cache does not keep and no page of another origin sent.
    ///
    /// @return whether a rule of the bucket fits
    public boolean answer(String bucket, HttpRequest request, HttpResponse response) {
        boolean kept = request.method().equals("GET") || request.method().equals("HEAD");
        boolean preflight = request.method().equals("OPTIONS");
        if (bucket.isEmpty() || preflight || !(kept || request.headers().has("origin"))) {
            return false;
        }
        try {
            return Cors.answer(rules(bucket), request, response);
        } catch (RuntimeException e) { // the answer itself is there, and better than none
            LOG.warn("request {}: no CORS headers: {}", request.id(), e.getMessage());
            return false;
        }
    }
}
