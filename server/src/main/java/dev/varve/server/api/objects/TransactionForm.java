package dev.varve.server.api.objects;

import dev.varve.server.api.objects.CopyResource.CopyFrom;
import dev.varve.server.api.objects.CopyResource.CopyTo;
import dev.varve.server.api.objects.LockResource.Lock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A transaction in JSON: parts, each of one kind.
public record TransactionForm(@Nullable List<@Nullable PartForm> parts) {
    /// Exactly one of them is given.
    public record PartForm(
            @Nullable PutForm put,
            @Nullable CopyForm copy,
            @Nullable CopyForm move,
            @Nullable DeleteForm delete,
            @Nullable ChangeForm change,
            @Nullable RequireForm require) {}

    /// An object of a staged body.
    public record PutForm(
            @Nullable String bucket,
            @Nullable String key,
            @Nullable String staged,
            @Nullable ContentMetadata metadata,
            @Nullable Map<String, String> tags,
            @Nullable Lock lock,
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch) {}

    /// @param bucket of the source; the rest is as in a copy of its own
    public record CopyForm(
            @Nullable String bucket,
            @Nullable CopyFrom from,
            @Nullable CopyTo to,
            @Nullable ContentMetadata metadata,
            @Nullable Map<String, String> tags,
            @Nullable Lock lock) {}

    public record DeleteForm(
            @Nullable String bucket, @Nullable String key, @Nullable String ifMatch) {}

    /// What is absent stays as it is.
    public record ChangeForm(
            @Nullable String bucket,
            @Nullable String key,
            @Nullable String version,
            @Nullable ContentMetadata metadata,
            @Nullable Map<String, String> tags,
            @Nullable Lock lock) {}

    /// What must hold, and is not changed.
    ///
    /// @param version that must be current
    public record RequireForm(
            @Nullable String bucket,
            @Nullable String key,
            @Nullable String version,
            @Nullable String ifMatch,
            @Nullable String ifNoneMatch) {}
}
