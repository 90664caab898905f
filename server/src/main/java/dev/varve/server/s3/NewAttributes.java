package dev.varve.server.s3;

import dev.varve.log.ObjectState.Attributes;
import dev.varve.server.http.Headers;
import java.util.TreeMap;

/// What the headers of a request say of the object that it makes.
final class NewAttributes {
    private NewAttributes() {}

    /// @throws dev.varve.server.http.Failed for what is malformed, too much, or not here
    static Attributes parse(Call call) {
        return parse(call, call.request().headers());
    }

    static Attributes parse(Call call, Headers headers) {
        Unsupported.refuse(headers);
        Locks.Wish lock = Locks.parse(call, headers);
        return new Attributes(
                ObjectMetadata.parse(headers),
                headers.first(Tags.HEADER).map(Tags::ofHeader).orElseGet(TreeMap::new),
                lock.retention().orElse(null),
                lock.hold());
    }
}
