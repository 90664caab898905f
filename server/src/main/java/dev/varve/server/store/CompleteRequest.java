package dev.varve.server.store;

import dev.varve.log.Checksum;
import dev.varve.log.ETag;
import java.util.List;
import java.util.Optional;

/// The parts a client wants its object made of, in order.
///
/// @param checksum what the client says the whole object's checksum is
public record CompleteRequest(
        List<NamedPart> parts, Optional<Checksum> checksum, Preconditions preconditions) {
    public CompleteRequest {
        parts = List.copyOf(parts);
    }

    public record NamedPart(int number, ETag etag) {}

    public static CompleteRequest of(List<NamedPart> parts) {
        return new CompleteRequest(parts, Optional.empty(), Preconditions.NONE);
    }
}
