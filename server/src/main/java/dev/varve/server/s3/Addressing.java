package dev.varve.server.s3;

import dev.varve.server.auth.VirtualHosts;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.Percent;
import java.util.List;

/// Finds bucket and key in path and host. Paths are decoded once and never normalised: `a//b`, `..`
/// and `a/` are keys of their own.
final class Addressing {
    private final VirtualHosts hosts;

    /// @param domains base domains of virtual-hosted addressing
    Addressing(List<String> domains) {
        this.hosts = new VirtualHosts(domains);
    }

    /// @throws Failed `InvalidURI` for a path that is none
    Target target(HttpRequest request) {
        String path = request.rawPath();
        if (!path.startsWith("/")) {
            throw invalid();
        }
        String bucket = hosts.bucketOf(request);
        return bucket.isEmpty() ? ofPath(path) : new Target(bucket, decoded(path.substring(1)));
    }

    private static Target ofPath(String path) {
        int slash = path.indexOf('/', 1);
        String bucket = decoded(slash < 0 ? path.substring(1) : path.substring(1, slash));
        String key = slash < 0 ? "" : decoded(path.substring(slash + 1));
        if (bucket.isEmpty() && slash > 0) {
            throw new Failed(ErrorCode.INVALID_BUCKET_NAME, "The specified bucket is not valid.");
        }
        return new Target(bucket, key);
    }

    private static String decoded(String raw) {
        try {
            return Percent.decode(raw);
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private static Failed invalid() {
        return new Failed(ErrorCode.INVALID_URI, "Couldn't parse the specified URI.");
    }
}
