package dev.varve.server.http;

/// What a handler found out about a request, for those who log and count it. Written by the
/// request's own thread and read by it when all is done. A dash stands for what nobody knew.
public final class RequestNote {
    public static final String UNKNOWN = "-";

    private String operation = UNKNOWN;
    private String principal = UNKNOWN;
    private String bucket = UNKNOWN;

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
