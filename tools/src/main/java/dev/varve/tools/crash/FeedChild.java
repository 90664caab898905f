package dev.varve.tools.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.tools.client.ApiClient;
import dev.varve.tools.client.ApiRequest;
import dev.varve.tools.client.ClientSettings;
import dev.varve.tools.client.EventFeed;
import dev.varve.tools.client.Patience;
import dev.varve.tools.s3.AccessKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A consumer of events that stores place and effect together, in a process of its own that is killed.
public final class FeedChild {
    static final String BUCKET = "load";
    static final String SECRET = "FEED_SECRET";

    private FeedChild() {}

    /// @param arguments the server, the id of a key, and the file
    public static void main(String[] arguments) {
        AccessKey key = new AccessKey(arguments[1], System.getenv(SECRET));
        Path file = Path.of(arguments[2]);
        FeedEffect effect = FeedEffect.read(file);
        try (ApiClient client = client(URI.create(arguments[0]), key);
                EventFeed feed = new EventFeed(client, request(), effect.place(), () -> true)) {
            while (true) {
                JsonNode event = feed.next().orElseThrow();
                effect.apply(
                        event.path("id").asText(),
                        event.path("type").asText(),
                        event.at("/object/key").asText());
                effect.write(file);
            }
        }
    }

    static ApiRequest request() {
        return ApiRequest.get("events").query("bucket", BUCKET).query("type", "object-*");
    }

    static ApiClient client(URI server, AccessKey key) {
        Duration answer = Duration.ofSeconds(20);
        return new ApiClient(
                new ClientSettings(
                        server,
                        Optional.of(key),
                        ClientSettings.Auth.BASIC,
                        "us-east-1",
                        Optional.empty()),
                new Patience(1, answer, Duration.ofMillis(50), Duration.ofSeconds(1)));
    }
}
