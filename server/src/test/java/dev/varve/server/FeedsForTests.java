package dev.varve.server;

import dev.varve.server.feed.AuditTrail;
import dev.varve.server.feed.Feed;
import dev.varve.server.store.Varve;

/// The feed as the server has it.
public final class FeedsForTests {
    private FeedsForTests() {}

    public static Feed of(Varve varve) {
        return Feeds.of(varve);
    }

    public static AuditTrail trail(Varve varve, Feed feed) {
        return Feeds.trail(varve, feed);
    }
}
