package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.Event.TransactionCommitted;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.VersionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to happen all at once. Every part is decided on the state before the transaction: none
/// sees what another one does, and no two may change one key.
public record TransactionRequest(List<Part> parts) {
    /// Of parts, and of changed keys; a move changes two.
    public static final int MAX = TransactionCommitted.MAX;

    public TransactionRequest {
        parts = List.copyOf(parts);
    }

    public static TransactionRequest of(Part... parts) {
        return new TransactionRequest(List.of(parts));
    }

    public sealed interface Part {}

    /// Makes an object of a staged body, see [ObjectStore#stage].
    public record Put(
            BucketName bucket,
            ObjectKey key,
            String staged,
            Attributes attributes,
            Preconditions preconditions)
            implements Part {}

    /// Bytes do not move: source and target must be in one dedup domain.
    public record Copy(CopyRequest copy) implements Part {}

    /// Copies the current version of a key, and deletes that key.
    public record Move(CopyRequest copy) implements Part {}

    public record Delete(BucketName bucket, ObjectKey key, Preconditions preconditions)
            implements Part {}

    /// Of the current version when none is named.
    public record Change(
            BucketName bucket, ObjectKey key, @Nullable VersionRef version, AttributeChange change)
            implements Part {}

    /// Changes nothing, but what it says must hold.
    ///
    /// @param version what must be the key's current version, null for any or none
    public record Require(
            BucketName bucket,
            ObjectKey key,
            Preconditions preconditions,
            @Nullable VersionId version)
            implements Part {}
}
