package dev.varve.server.http;

/// What a port may offer. Links and resumable uploads are of the API.
public enum Surface {
    S3,
    API,
    HEALTH,
    METRICS
}
