package dev.varve.server.feed;

import dev.varve.log.codec.EventType;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// How far somebody outside has got, kept here on his behalf.
///
/// @param owner who made it
/// @param place all up to it is done
/// @param wanted what it is told of
/// @param acked when it was last moved, or made
/// @param lapsed whether it fell back too far, and holds nothing any more
public record NamedCursor(
        String name,
        String owner,
        Place place,
        Selection wanted,
        Instant made,
        Instant acked,
        boolean lapsed) {
    public static final int LONGEST_NAME = 64;
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9][a-z0-9._-]{0," + (LONGEST_NAME - 1) + "}");

    /// Whether a cursor may be called so.
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    public static NamedCursor of(
            String name, String owner, Place place, Selection wanted, Instant now) {
        return new NamedCursor(name, owner, place, wanted, now, now, false);
    }

    NamedCursor at(Place reached, Instant now) {
        return new NamedCursor(name, owner, reached, wanted, made, now, false);
    }

    NamedCursor asLapsed() {
        return new NamedCursor(name, owner, place, wanted, made, acked, true);
    }

    /// Whether it is told of all types that are not of the journal alone.
    public boolean isOfUsualTypes() {
        return wanted.types().equals(Selection.usual());
    }

    public Optional<String> bucket() {
        return wanted.bucket();
    }

    public Set<EventType> types() {
        return wanted.types();
    }
}
