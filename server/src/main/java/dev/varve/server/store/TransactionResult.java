package dev.varve.server.store;

import dev.varve.log.Position;
import dev.varve.projections.objects.Version;
import java.util.List;
import java.util.Optional;

/// What a transaction did, part by part.
///
/// @param position of its event; empty when nothing had to change
public record TransactionResult(Optional<Position> position, List<Effect> effects) {
    public TransactionResult {
        effects = List.copyOf(effects);
    }

    public sealed interface Effect {}

    /// Of a put, copy or move.
    public record Wrote(Written written) implements Effect {}

    public record Removed(Deleted deleted) implements Effect {}

    /// @param version as it is now
    public record Changed(Version version) implements Effect {}

    /// A requirement was met.
    public record Held() implements Effect {}
}
