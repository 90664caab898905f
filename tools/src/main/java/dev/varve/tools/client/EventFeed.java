package dev.varve.tools.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.varve.log.Bytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Follows events, for good: where the connection breaks or the server restarts it goes on behind the last
/// change that was given. Nothing is given twice or left out: each says which one came before it.
/// For one thread.
public final class EventFeed implements AutoCloseable {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final ApiClient client;
    private final ApiRequest request;
    private final BooleanSupplier goesOn;
    private String after;
    private Duration pause = FIRST;
    private @Nullable Streamed stream;
    private @Nullable BufferedReader lines;

    /// @param request for events, without a place
    /// @param after a place, `start` or `end`
    /// @param goesOn asked when a connection was lost
    public EventFeed(ApiClient client, ApiRequest request, String after, BooleanSupplier goesOn) {
        this.client = client;
        this.request = request.header("accept", "application/x-ndjson").repeat(Repeat.NEVER);
        this.goesOn = goesOn;
        this.after = after;
    }

    /// Behind which it goes on.
    public String after() {
        return after;
    }

    /// The next change; waits for it. Empty when it is not to go on.
    ///
    /// @throws ApiProblem where the server refuses, such as events that are not kept any more
    public Optional<JsonNode> next() {
        while (goesOn.getAsBoolean()) {
            try {
                Optional<JsonNode> item = item();
                if (item.isEmpty()) {
                    pauseAfterLoss();
                } else if (take(item.get())) {
                    return item;
                }
            } catch (IOException | Unreachable e) { // it comes back, or it does not
                pauseAfterLoss();
            } catch (ApiProblem problem) {
                if (problem.status() < 500 && problem.status() != 429) {
                    throw problem;
                }
                pauseAfterLoss();
            }
        }
        return Optional.empty();
    }

    private Optional<JsonNode> item() throws IOException {
        BufferedReader reader = reader();
        String line = reader.readLine();
        return line == null ? Optional.empty() : Json.object(Bytes.utf8(line));
    }

    private BufferedReader reader() {
        BufferedReader open = lines;
        if (open == null) {
            Streamed answer = client.open(request.query("after", after));
            open = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
            stream = answer;
            lines = open;
        }
        return open;
    }

    /// Whether it is a change. What does not follow the last item was not sent whole, and comes again.
    private boolean take(JsonNode item) throws IOException {
        boolean place = !after.equals("start") && !after.equals("end");
        if (place && !item.path("follows").asText().equals(after)) {
            throw new IOException("something is missing behind " + after);
        }
        after = item.path("id").asText();
        pause = FIRST;
        return !item.path("type").asText().equals("progress");
    }

    private void pauseAfterLoss() {
        close();
        Patience.pause(pause);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    }

    @Override
    public void close() {
        Streamed open = stream;
        lines = null;
        stream = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                return; // it is over either way
            }
        }
    }
}
