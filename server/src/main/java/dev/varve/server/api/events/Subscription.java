package dev.varve.server.api.events;

import dev.varve.server.feed.Change;
import dev.varve.server.feed.Feed;
import dev.varve.server.feed.Place;
import dev.varve.server.feed.Selection;
import dev.varve.server.feed.Sight;

/// What one follower is told, and in which form.
///
/// @param after where it begins
/// @param cloud whether as CloudEvents
/// @param lines of all followers
record Subscription(
        Feed feed, Sight sight, Selection wanted, Place after, boolean cloud, ToldLines lines) {
    boolean takes(Change change) {
        return sight.shows(change, wanted);
    }

    EventView view(Change change, Place follows) {
        return new EventViews(feed, sight).of(change, follows);
    }

    CloudEvent cloud(EventView view) {
        return CloudEvent.of(view, feed.cluster().toString());
    }

    /// In the form that was asked for.
    ///
    /// @param addresses whether it may be told from where somebody came
    Object told(Change change, Place follows, boolean addresses) {
        EventView view = EventViews.of(feed, change, follows, addresses);
        return cloud ? cloud(view) : view;
    }

    /// The same as JSON, not to be changed.
    byte[] line(Change change, Place follows) {
        return lines.of(this, change, follows);
    }
}
