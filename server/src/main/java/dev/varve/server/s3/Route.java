package dev.varve.server.s3;

import dev.varve.server.auth.Action;
import dev.varve.server.http.Headers;
import dev.varve.server.http.QueryString;
import dev.varve.server.surface.PastRequest;
import java.util.Set;

/// One row of the table: how the requests of an operation look, what they need, and who answers.
///
/// @param name as S3 has it, for metrics and logs
/// @param selectors parameters that must all be there
/// @param copies whether the header that names a source must be there
/// @param parameters what else it reads of the query
/// @param guardsItself whether the operation finds out by itself who is asking and what is allowed
/// @param ofPresent whether it reads what has no past
record Route(
        String method,
        Level level,
        String name,
        Action action,
        Operation operation,
        Set<String> selectors,
        boolean copies,
        Set<String> parameters,
        boolean guardsItself,
        boolean ofPresent) {
    static final String COPY_SOURCE = "x-amz-copy-source";

    Route {
        selectors = Set.copyOf(selectors);
        parameters = Set.copyOf(parameters);
    }

    static Route of(String method, Level level, String name, Action action, Operation operation) {
        return new Route(
                method, level, name, action, operation, Set.of(), false, Set.of(), false, false);
    }

    Route when(String... all) {
        return new Route(
                method,
                level,
                name,
                action,
                operation,
                Set.of(all),
                copies,
                parameters,
                guardsItself,
                ofPresent);
    }

    Route whenCopying() {
        return new Route(
                method,
                level,
                name,
                action,
                operation,
                selectors,
                true,
                parameters,
                guardsItself,
                ofPresent);
    }

    Route reading(String... all) {
        return new Route(
                method,
                level,
                name,
                action,
                operation,
                selectors,
                copies,
                Set.of(all),
                guardsItself,
                ofPresent);
    }

    Route guardingItself() {
        return new Route(
                method,
                level,
                name,
                action,
                operation,
                selectors,
                copies,
                parameters,
                true,
                ofPresent);
    }

    Route ofPresent(boolean only) {
        return new Route(
                method,
                level,
                name,
                action,
                operation,
                selectors,
                copies,
                parameters,
                guardsItself,
                only);
    }

    /// Whether it answers for a bucket as it was. Whatever changes something does not.
    boolean readsPast() {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        return reads && level != Level.SERVICE && !guardsItself && !ofPresent;
    }

    boolean matches(QueryString query, Headers headers) {
        for (String selector : selectors) {
            if (!query.has(selector)) {
                return false;
            }
        }
        return !copies || headers.has(COPY_SOURCE);
    }

    boolean knows(String parameter) {
        return selectors.contains(parameter)
                || parameters.contains(parameter)
                || (readsPast() && parameter.equals(PastRequest.PARAMETER));
    }
}
