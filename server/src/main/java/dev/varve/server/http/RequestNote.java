package dev.varve.server.http;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a handler found out about a request, for those who log and count it. Written by the
/// request's own thread and read by it when all is done. A dash stands for what nobody knew.
public final class RequestNote {
    public static final String UNKNOWN = "-";

    private String operation = UNKNOWN;
    private String principal = UNKNOWN;
    private String bucket = UNKNOWN;
    private final Map<String, RateLimiter.Allowance> limits = new LinkedHashMap<>(2);

    /// One of a fixed set of names, as every name becomes a time series; never a client's own text.
    public RequestNote operation(String name) {
        operation = name;
        return this;
    }

    /// The opaque id, not the name and never the key.
    public RequestNote principal(String id) {
        principal = id;
        return this;
    }

    public RequestNote bucket(String name) {
        bucket = name;
        return this;
    }

    /// @param policy one of a fixed set of names
    void limit(String policy, RateLimiter.Allowance left) {
        limits.put(policy, left);
    }

    /// What the limits that this request was counted by leave, by their names.
    public Map<String, RateLimiter.Allowance> limits() {
        return Collections.unmodifiableMap(limits);
    }

    public String operation() {
        return operation;
    }

    public String principal() {
        return principal;
    }

    public String bucket() {
        return bucket;
    }
}
