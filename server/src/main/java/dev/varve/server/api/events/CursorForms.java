package dev.varve.server.api.events;

import dev.varve.server.api.About;
import dev.varve.server.api.Words;
import dev.varve.server.feed.NamedCursor;
import dev.varve.server.feed.Place;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cursors in JSON.
final class CursorForms {
    private CursorForms() {}

    /// @param from a place, start or end; end where it does not say
    /// @param type as in a query for events, as are the rest
    public record NewCursor(
            @About(value = "lower case, up to 64", example = "mailer") String name,
            @About(value = "a place, start or end", example = "start") @Nullable String from,
            @Nullable String bucket,
            @Nullable String prefix,
            @Nullable String type,
            @Nullable String actor) {}

    /// @param ordinal of the last change that is done; without it all of the event is
    /// @param reset whether it may go back too, or come back to life
    public record Ack(
            @About(value = "all up to it is done", example = "1204") long position,
            @Nullable Long ordinal,
            @Nullable Boolean reset) {
        Place place() {
            dev.varve.log.Position at = new dev.varve.log.Position(position);
            return ordinal == null ? Place.behind(at) : new Place(at, ordinal);
        }
    }

    /// @param place all up to it is done
    /// @param lag events that are not
    /// @param acked when it was last moved
    /// @param state live or lapsed
    public record CursorView(
            String name,
            String owner,
            String place,
            long lag,
            String state,
            Instant made,
            Instant acked,
            @Nullable String bucket,
            @Nullable String prefix,
            @Nullable List<String> types,
            @Nullable String actor) {
        static CursorView of(NamedCursor cursor, long newest) {
            return new CursorView(
                    cursor.name(),
                    cursor.owner(),
                    cursor.place().toString(),
                    Math.max(0, newest - cursor.place().next().value() + 1),
                    cursor.lapsed() ? "lapsed" : "live",
                    cursor.made(),
                    cursor.acked(),
                    cursor.bucket().orElse(null),
                    cursor.wanted().prefix().isEmpty() ? null : cursor.wanted().prefix(),
                    cursor.isOfUsualTypes()
                            ? null
                            : cursor.types().stream().map(Words::of).sorted().toList(),
                    cursor.wanted().by().actor().orElse(null));
        }
    }

    public record CursorList(List<CursorView> cursors) {}
}
