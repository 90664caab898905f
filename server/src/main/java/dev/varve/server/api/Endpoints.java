package dev.varve.server.api;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.QueryString.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The table of the API. Rows whose path says more come before those whose path says less.
public final class Endpoints {
    private static final String SIGNATURE = "x-amz-";
    private final List<Endpoint> rows;

    /// A row and the values of its path's variables.
    record Selected(Endpoint endpoint, Map<String, String> path) {}

    public Endpoints(List<Resource> resources) {
        this.rows = resources.stream().flatMap(resource -> resource.endpoints().stream()).toList();
        Set<String> names = new HashSet<>();
        for (Endpoint row : rows) {
            if (!names.add(row.name())) {
                throw new IllegalArgumentException("two endpoints are called " + row.name());
            }
        }
    }

    public List<Endpoint> rows() {
        return rows;
    }

    /// @throws Failed where there is no such endpoint, or one that does not know a parameter
    Selected select(HttpRequest request) {
        Set<String> allowed = new TreeSet<>();
        String method = request.method();
        for (Endpoint row : rows) {
            Optional<Map<String, String>> path = match(row, request.rawPath());
            if (path.isPresent()) {
                if (answers(row, method)) {
                    requireKnown(row, request);
                    requireJson(row, request);
                    return new Selected(row, path.get());
                }
                allowed.add(row.method());
            }
        }
        throw allowed.isEmpty() ? missing() : notAllowed(method, allowed);
    }

    /// The bucket in a path that is one of objects.
    Optional<String> bucketOfObjects(String rawPath) {
        for (Endpoint row : rows) {
            if (row.isOfObjects()) {
                Optional<String> bucket = bucket(row, rawPath);
                if (bucket.isPresent()) {
                    return bucket;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> bucket(Endpoint row, String rawPath) {
        try {
            return row.path().match(rawPath).map(values -> values.get(ApiCall.BUCKET));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// An answer to GET says all that one to HEAD says.
    private boolean answers(Endpoint row, String method) {
        return row.method().equals(method)
                || (method.equals("HEAD")
                        && row.method().equals("GET")
                        && rows.stream()
                                .noneMatch(other ->
                                        other.method().equals("HEAD")
                                                && other.path()
                                                        .toString()
                                                        .equals(row.path().toString())));
    }

    private static Optional<Map<String, String>> match(Endpoint row, String path) {
        try {
            return row.path().match(path);
        } catch (IllegalArgumentException e) {
            throw new Failed(ErrorCode.INVALID_URI, "The path is not well encoded.");
        }
    }

    private static void requireKnown(Endpoint row, HttpRequest request) {
        Set<String> seen = new HashSet<>();
        for (Parameter parameter : request.query().parameters()) {
            String name = parameter.name();
            if (name.toLowerCase(Locale.ROOT).startsWith(SIGNATURE)) {
                continue;
            }
            if (!row.takesQuery(name)) {
                throw new Failed(
                        ErrorCode.INVALID_ARGUMENT, "There is no parameter '" + name + "' here.");
            }
            if (!seen.add(name)) {
                throw new Failed(
                        ErrorCode.INVALID_ARGUMENT, "The parameter '" + name + "' is there twice.");
            }
        }
    }

    /// A page of another site can have a browser post text with the credentials of its user, but not
    /// as JSON.
    private static void requireJson(Endpoint row, HttpRequest request) {
        Endpoint.Content body = row.description().request();
        String type = request.headers().get("content-type", "");
        if (body != null && body.form() != null && !type.isEmpty() && !isJson(type)) {
            throw new Failed(
                    ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                    "The body is JSON: send it with content-type: application/json.");
        }
    }

    private static boolean isJson(String type) {
        int end = type.indexOf(';');
        String plain = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        return plain.startsWith("application/")
                && (plain.endsWith("/json") || plain.endsWith("+json"));
    }

    private static Failed missing() {
        return new Failed(ErrorCode.NO_SUCH_RESOURCE, "There is nothing at this path.");
    }

    private static Failed notAllowed(String method, Set<String> allowed) {
        return new Failed(ErrorCode.METHOD_NOT_ALLOWED, method + " is not possible at this path.")
                .header("allow", String.join(", ", allowed));
    }
}
