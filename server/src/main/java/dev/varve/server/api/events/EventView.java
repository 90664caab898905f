package dev.varve.server.api.events;

import dev.varve.server.api.About;
import dev.varve.server.api.SettingsForm;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One change, as followers are told of it. What a change is not about is left out.
///
/// @param id position and ordinal: what to go on after
/// @param origin whose journal the position is one of
/// @param position of the event in this node's journal, which has no gaps
/// @param ordinal of the change among those of its position, from 0
/// @param last whether it is the last of its position
/// @param original where it was made, of what another node did: this node took it over at `position`
/// @param follows the id before it in this feed: where that is another one than the last that came,
///     something was lost on the way; not told of the past
/// @param time when it happened
/// @param type such as `object-put`
/// @param within the type of the event that it is a part of, where that did more than one thing
/// @param unlisted whether it stands for changes that are not told one by one, and in a feed cannot be
///     any more
public record EventView(
        @About(value = "what to go on after", example = "1204.0") String id,
        String origin,
        @About(value = "of the event, without gaps", example = "1204") long position,
        @About(value = "of the change among those of its position", example = "0") long ordinal,
        boolean last,
        @About("where it was made, of what another node did") @Nullable OriginalOf original,
        @About(value = "the id before it in this feed", example = "1203.0")
                @Nullable String follows,
        Instant time,
        @About(value = "what happened", example = "object-put") String type,
        @About("the type of the event that it is a part of") @Nullable String within,
        @Nullable Boolean unlisted,
        Cause by,
        @Nullable BucketOf bucket,
        @Nullable ObjectOf object,
        @Nullable SourceOf from,
        @Nullable UploadOf upload,
        @Nullable RangeOf range,
        @Nullable AccessOf access,
        @Nullable SettingsForm settings,
        @Nullable NoteOf note) {

    /// A change in the journal of the node that made it.
    ///
    /// @param origin whose journal
    /// @param position of the event there
    /// @param ordinal of the change among those of its event
    public record OriginalOf(String origin, long position, long ordinal) {}

    /// Who did it, and how.
    ///
    /// @param source the address it came from, for those who may know
    public record Cause(
            String actor, String surface, @Nullable String source, @Nullable String requestId) {}

    /// @param name none where a bucket was deleted and all that is left of it are events
    public record BucketOf(@Nullable String name, String id, @Nullable String owner) {}

    /// @param nullVersion whether S3 clients know the version as `null`
    /// @param bypass whether governance retention was lifted for it
    public record ObjectOf(
            String key,
            @Nullable String version,
            @Nullable Boolean nullVersion,
            @Nullable Long size,
            @Nullable String etag,
            @Nullable List<DigestOf> checksums,
            @Nullable Integer parts,
            @Nullable SaidOf said,
            @Nullable Boolean bypass) {}

    /// @param value in hexadecimal
    /// @param parts of which it is composed; 0 for one over all bytes
    public record DigestOf(String algorithm, String value, int parts) {}

    /// What was said of an object.
    ///
    /// @param headers such as `content-type`
    /// @param custom a client's own pairs
    public record SaidOf(
            Map<String, String> headers,
            Map<String, String> custom,
            Map<String, String> tags,
            @Nullable String retention,
            @Nullable Instant retainUntil,
            boolean legalHold) {}

    /// Where the object is from.
    public record SourceOf(
            @Nullable String bucket, @Nullable String key, @Nullable String version) {}

    /// @param id none for one that can be named by whoever knows its id
    public record UploadOf(
            @Nullable String id,
            @Nullable Integer part,
            @Nullable Long size,
            @Nullable String etag) {}

    /// The keys of a bulk event, where they cannot be told one by one.
    public record RangeOf(String prefix, @Nullable String toBucket, @Nullable String toPrefix) {}

    /// @param user whose key it is
    public record AccessOf(
            @Nullable String key,
            @Nullable String user,
            @Nullable String label,
            @Nullable Instant expires,
            @Nullable String link,
            @Nullable String issuer) {}

    /// Figures of events about quotas, history and the journal.
    public record NoteOf(
            @Nullable String measure,
            @Nullable Integer percent,
            @Nullable Long used,
            @Nullable Long limit,
            @Nullable Instant floor,
            @Nullable String text) {}
}
