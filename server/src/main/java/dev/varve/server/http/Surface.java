package dev.varve.server.http;

/// What a port may offer. Links and resumable uploads are of the API; `PEER` is for other members of
/// the cluster.
public enum Surface {
    S3,
    API,
    HEALTH,
    METRICS,
    PEER
}
