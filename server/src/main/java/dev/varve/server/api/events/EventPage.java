package dev.varve.server.api.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes, and where to go on.
///
/// @param events in order; `cloudevents` in their place where that form was asked for
/// @param next what to go on after, also where there are no changes
/// @param position the newest event that there is
/// @param oldest the oldest one that the journal still has
/// @param more whether there is more to read at once
public record EventPage(
        @Nullable List<EventView> events,
        @Nullable List<CloudEvent> cloudevents,
        String next,
        long position,
        long oldest,
        boolean more) {}
