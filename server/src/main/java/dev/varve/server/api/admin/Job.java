package dev.varve.server.api.admin;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One piece of work: running, then done or failed.
final class Job {
    private final String id;
    private final String kind;
    private final String by;
    private final Instant started;
    private final Map<String, Long> figures = new LinkedHashMap<>();
    private @Nullable Instant ended;
    private @Nullable String error;

    /// @param state running, done or failed
    /// @param by who started it
    /// @param figures how far it is, and what came of it
    public record View(
            String id,
            String action,
            String state,
            String by,
            Instant started,
            @Nullable Instant ended,
            Map<String, Long> figures,
            @Nullable String error) {}

    Job(String id, String kind, String by, Instant started) {
        this.id = id;
        this.kind = kind;
        this.by = by;
        this.started = started;
    }

    String id() {
        return id;
    }

    String kind() {
        return kind;
    }

    Instant started() {
        return started;
    }

    synchronized boolean isRunning() {
        return ended == null;
    }

    /// How far it is.
    synchronized void figure(String name, long value) {
        figures.put(name, value);
    }

    synchronized void done(Instant at) {
        ended = at;
    }

    synchronized void failed(Instant at, String why) {
        ended = at;
        error = why;
    }

    synchronized View view() {
        String state = ended == null ? "running" : error == null ? "done" : "failed";
        return new View(id, kind, state, by, started, ended, new LinkedHashMap<>(figures), error);
    }
}
