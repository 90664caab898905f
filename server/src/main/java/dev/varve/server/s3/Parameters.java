package dev.varve.server.s3;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.QueryString;
import dev.varve.server.http.QueryString.Parameter;
import java.util.Locale;
import java.util.Set;

/// What becomes of parameters that an operation does not know: nobody's data is touched by a request
/// that asks for something else.
final class Parameters {
    /// All that select an operation of S3, implemented here or not.
    static final Set<String> SUB_RESOURCES =
            Set.of(
                    "abac",
                    "accelerate",
                    "acl",
                    "analytics",
                    "attributes",
                    "cors",
                    "delete",
                    "encryption",
                    "intelligent-tiering",
                    "inventory",
                    "legal-hold",
                    "lifecycle",
                    "list-type",
                    "location",
                    "logging",
                    "metadataConfiguration",
                    "metadataInventoryTable",
                    "metadataJournalTable",
                    "metadataTable",
                    "metrics",
                    "notification",
                    "object-lock",
                    "ownershipControls",
                    "policy",
                    "policyStatus",
                    "publicAccessBlock",
                    "renameObject",
                    "replication",
                    "requestPayment",
                    "restore",
                    "retention",
                    "select",
                    "select-type",
                    "session",
                    "tagging",
                    "torrent",
                    "uploadId",
                    "uploads",
                    "versioning",
                    "versions",
                    "website");

    private static final Set<String> HARMLESS =
            Set.of("x-id", "AWSAccessKeyId", "Signature", "Expires");

    private Parameters() {}

    /// @throws Failed `NotImplemented` for a parameter that the operation does not know and that
    ///     may mean something
    static void require(Route route, QueryString query) {
        for (Parameter each : query.parameters()) {
            if (!route.knows(each.name()) && !isIgnored(route.method(), each)) {
                throw notImplemented(each.name());
            }
        }
    }

    /// For a request that no operation answers.
    static void requireNone(QueryString query) {
        for (Parameter each : query.parameters()) {
            if (!isHarmless(each.name())) {
                throw notImplemented(each.name());
            }
        }
    }

    private static boolean isIgnored(String method, Parameter parameter) {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        return isHarmless(parameter.name())
                || method.equals("OPTIONS") // a browser asks of the very request it will send
                || (reads && parameter.hasValue() && !SUB_RESOURCES.contains(parameter.name()));
    }

    /// A source in the query would be a copy; a server that does not see it would put instead.
    private static boolean isHarmless(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return HARMLESS.contains(name)
                || name.startsWith("response-")
                || (lower.startsWith("x-amz-") && !lower.equals(Route.COPY_SOURCE));
    }

    private static Failed notImplemented(String name) {
        return new Failed(
                        ErrorCode.NOT_IMPLEMENTED,
                        "A parameter you provided implies functionality that is not implemented")
                .detail("Parameter", name);
    }
}
