package dev.varve.server.http;

import java.util.Optional;

/// What another member of the cluster said of a request that it passed on, and proved to have said.
///
/// @param requestId as the first of them called it
/// @param address of the client, without port
/// @param secure whether the client's connection was
/// @param epoch of the layout by which it was passed on
/// @param nodes it went through, blanks between them
/// @param share of a batch that is asked for; none where what was said of it cannot be believed
public record Relayed(
        String requestId, String address, boolean secure, long epoch, String nodes, Share share) {

    /// A request before it is one.
    public record Asked(String method, String rawPath, String rawQuery, Headers headers) {}

    /// Reads it off requests.
    @FunctionalInterface
    public interface Reader {
        /// Believes nobody.
        Reader NONE = asked -> Optional.empty();

        /// Empty where no member passed it on, or nothing proves it.
        Optional<Relayed> of(Asked asked);
    }
}
