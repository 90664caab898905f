package dev.varve.server.auth;

import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.QueryString;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The text of a request that SigV2 signs. The path stands in it as it was sent.
record V2Text(VirtualHosts hosts) {
    private static final Pattern BLANKS = Pattern.compile("\\s*[\\r\\n]\\s*");

    /// Everything that makes another operation of a request: what is not signed here, anybody on the
    /// way could add.
    private static final Set<String> SUBRESOURCES =
            Set.of(
                    "accelerate",
                    "acl",
                    "analytics",
                    "as-of",
                    "attributes",
                    "cors",
                    "delete",
                    "encryption",
                    "intelligent-tiering",
                    "inventory",
                    "legal-hold",
                    "lifecycle",
                    "location",
                    "logging",
                    "metrics",
                    "notification",
                    "object-lock",
                    "ownershipControls",
                    "partNumber",
                    "policy",
                    "policyStatus",
                    "publicAccessBlock",
                    "replication",
                    "requestPayment",
                    "response-cache-control",
                    "response-content-disposition",
                    "response-content-encoding",
                    "response-content-language",
                    "response-content-type",
                    "response-expires",
                    "restore",
                    "retention",
                    "select",
                    "select-type",
                    "storageClass",
                    "tagging",
                    "torrent",
                    "uploadId",
                    "uploads",
                    "versionId",
                    "versioning",
                    "versions",
                    "website");

    /// @param date the line for the date: the header `date`, a time of expiry, or nothing when there
    ///     is an `x-amz-date`
    String toSign(HttpRequest request, String date) {
        return toSign(request, date, request.rawPath().isEmpty() ? "/" : request.rawPath());
    }

    /// The same with a slash after the bucket, which botocore signs and does not send. Both name the
    /// bucket; a key would be another with it.
    String toSignOfBucket(HttpRequest request, String date) {
        String path = request.rawPath();
        boolean isBucket =
                path.length() > 1
                        && path.lastIndexOf('/') == 0
                        && hosts.bucketOf(request).isEmpty();
        return isBucket ? toSign(request, date, path + "/") : toSign(request, date);
    }

    private String toSign(HttpRequest request, String date, String path) {
        Headers headers = request.headers();
        return String.join(
                "\n",
                request.method(),
                headers.get("content-md5", "").strip(),
                headers.get("content-type", "").strip(),
                date,
                amzHeaders(request) + resource(request, path));
    }

    /// Parameters that begin with `x-amz-` count as headers: that is how they get into a URL.
    private static String amzHeaders(HttpRequest request) {
        Map<String, String> found = new TreeMap<>();
        request.headers().forEach((name, value) -> addAmz(found, name, value));
        request.query()
                .parameters()
                .forEach(parameter -> addAmz(found, parameter.name(), parameter.value()));
        return found.entrySet().stream()
                .map(each -> each.getKey() + ":" + each.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static void addAmz(Map<String, String> found, String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("x-amz-") || lower.startsWith("x-varve-")) {
            String folded = BLANKS.matcher(value.strip()).replaceAll(" ");
            found.merge(lower, folded, (one, other) -> one + "," + other);
        }
    }

    private String resource(HttpRequest request, String path) {
        String bucket = hosts.bucketOf(request);
        String subresources =
                request.query().parameters().stream()
                        .filter(parameter -> SUBRESOURCES.contains(parameter.name()))
                        .map(V2Text::subresource)
                        .sorted()
                        .collect(Collectors.joining("&"));
        return (bucket.isEmpty() ? "" : "/" + bucket)
                + path
                + (subresources.isEmpty() ? "" : "?" + subresources);
    }

    private static String subresource(QueryString.Parameter parameter) {
        return parameter.hasValue() ? parameter.name() + "=" + parameter.value() : parameter.name();
    }
}
