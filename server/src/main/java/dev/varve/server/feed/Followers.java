package dev.varve.server.feed;

import java.util.HashMap;
import java.util.Map;

/// Who follows now, so that there are never too many, and so that they end when the server does.
public final class Followers implements AutoCloseable {
    private final FeedSettings settings;
    private final Map<String, Integer> ofUser = new HashMap<>();
    private int all;
    private volatile boolean closed;

    public Followers(FeedSettings settings) {
        this.settings = settings;
    }

    public FeedSettings settings() {
        return settings;
    }

    /// One more of a user.
    public enum Admission {
        TAKEN,
        TOO_MANY,
        TOO_MANY_OF_USER
    }

    public synchronized Admission add(String user) {
        int own = ofUser.getOrDefault(user, 0);
        if (own >= settings.perUser()) {
            return Admission.TOO_MANY_OF_USER;
        }
        if (all >= settings.followers()) {
            return Admission.TOO_MANY;
        }
        ofUser.put(user, own + 1);
        all++;
        return Admission.TAKEN;
    }

    public synchronized void remove(String user) {
        all--;
        ofUser.computeIfPresent(user, (name, count) -> count == 1 ? null : count - 1);
    }

    public synchronized int count() {
        return all;
    }

    public boolean isClosed() {
        return closed;
    }

    /// They end within a moment, and may come back to another server or later.
    @Override
    public void close() {
        closed = true;
    }
}
