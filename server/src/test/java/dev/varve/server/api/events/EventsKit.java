package dev.varve.server.api.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.log.Provenance;
import dev.varve.server.FeedsForTests;
import dev.varve.server.api.ApiKit;
import dev.varve.server.api.Resource;
import dev.varve.server.api.Told;
import dev.varve.server.feed.Cursors;
import dev.varve.server.feed.CursorsForTests;
import dev.varve.server.feed.Feed;
import dev.varve.server.feed.FeedSettings;
import dev.varve.server.feed.Followers;
import dev.varve.server.store.Body;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.Varve;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The feed over a real store with the bucket `photos` of Alice's.
final class EventsKit implements AutoCloseable {
    static final FeedSettings SETTINGS = new FeedSettings(4, 3, 2, Duration.ofSeconds(1));
    private static final ObjectMapper JSON = new ObjectMapper();

    final Followers followers = new Followers(SETTINGS);
    final ApiKit api;
    @Nullable Cursors cursors;

    EventsKit(Path directory) {
        this(directory, true);
    }

    EventsKit(Path directory, boolean fresh) {
        api = ApiKit.open(directory, this::resources);
        if (fresh) {
            api.bucket("photos");
        }
    }

    private Resource resources(Varve varve) {
        Feed feed = FeedsForTests.of(varve);
        Cursors all = new Cursors(varve.consumers(), SETTINGS.cursors());
        cursors = all;
        InstantSource clock = InstantSource.system();
        Stays stays = new Stays(varve.accessKeys(Provenance.SYSTEM)::find, clock);
        Resource events = new EventsResource(feed, followers, stays, all);
        Resource named = new CursorsResource(feed, all, clock);
        Resource audit = new AuditResource(feed, FeedsForTests.trail(varve, feed));
        return () ->
                Stream.of(events, named, audit).flatMap(each -> each.endpoints().stream()).toList();
    }

    /// As if it had fallen back too far.
    void lapse(String cursor) {
        CursorsForTests.lapse(java.util.Objects.requireNonNull(cursors), cursor);
    }

    void put(String key) {
        put("alice", "photos", key);
    }

    void put(String user, String bucket, String key) {
        api.store(user)
                .put(
                        PutRequest.of(
                                new BucketName(bucket),
                                ObjectKey.of(key),
                                Body.of(key.getBytes(StandardCharsets.UTF_8))))
                .orThrow();
    }

    void delete(String key) {
        api.store("alice").delete(new BucketName("photos"), ObjectKey.of(key)).orThrow();
    }

    Told get(String query) {
        return by("alice", query);
    }

    Told by(String user, String query) {
        return api.request("GET", "/v1/events?" + query).by(user).send();
    }

    Told stream(String type, String query) {
        return api.request("GET", "/v1/events?" + query)
                .by("alice")
                .header("accept", type)
                .send()
                .is(200);
    }

    static List<JsonNode> lines(String body) {
        return body.lines().map(EventsKit::json).toList();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `type key` of each, or the type alone.
    static List<String> said(Told told) {
        List<String> said = new ArrayList<>();
        told.json().at("/events").forEach(each -> said.add(said(each)));
        return said;
    }

    static String said(JsonNode event) {
        String key = event.at("/object/key").asText();
        return event.at("/type").asText() + (key.isEmpty() ? "" : " " + key);
    }

    @Override
    public void close() {
        followers.close();
        api.close();
    }
}
