package dev.varve.server.api.events;

import dev.varve.server.api.About;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers about the past.
final class AuditForms {
    private AuditForms() {}

    /// @param events the newest first
    /// @param next the cursor of the page of those before, where there may be some
    /// @param position the newest event that was looked at
    /// @param begins the oldest event that can be told of
    public record AuditPage(
            List<EventView> events, @Nullable String next, long position, long begins) {}

    /// One thing that happened to a key.
    ///
    /// @param what in words
    public record Step(
            Instant time,
            @About(value = "in words", example = "put, 12 bytes, by alice over s3") String what,
            EventView event) {}

    /// Why an object is there, or not.
    ///
    /// @param state current, deleted, or unknown where nothing is told of the key
    /// @param summary in words
    /// @param steps the newest first
    /// @param begins the oldest event that can be told of
    /// @param complete whether all that happened to the key is among the steps
    public record Explanation(
            String bucket,
            String key,
            @About(value = "current, deleted or unknown", example = "current") String state,
            String summary,
            List<Step> steps,
            long position,
            long begins,
            boolean complete) {}
}
