package dev.varve.tools.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/// Bodies as the JDK's client sends them.
final class Bodies {
    /// Bodies of more than this are sent once the server wants them, so that what is refused costs
    /// nothing, and is told why.
    private static final int ASKS_FIRST = 64 << 10;

    /// The slowest line that an upload is given time for, in bytes a second.
    private static final int SLOWEST = 16 << 10;

    private static final Duration ENDLESS = Duration.ofDays(7);

    private Bodies() {}

    /// @param time that sending it may take
    record Sent(BodyPublisher publisher, Duration time, boolean asksFirst) {}

    static Sent of(ApiRequest request) {
        return switch (request.body()) {
            case Content.Whole(var bytes) when bytes.length() == 0 ->
                    new Sent(BodyPublishers.noBody(), Duration.ZERO, false);
            case Content.Whole(var bytes) ->
                    new Sent(
                            BodyPublishers.ofByteArray(bytes.toArray()),
                            time(bytes.length()),
                            bytes.length() > ASKS_FIRST);
            case Content.Part(_, _, long length, _) when length == 0 ->
                    new Sent(BodyPublishers.noBody(), Duration.ZERO, false);
            case Content.Part part ->
                    new Sent(
                            BodyPublishers.fromPublisher(
                                    BodyPublishers.ofInputStream(() -> open(part)), part.length()),
                            time(part.length()),
                            part.length() > ASKS_FIRST);
            case Content.Stream(InputStream in) ->
                    new Sent(BodyPublishers.ofInputStream(() -> in), ENDLESS, true);
        };
    }

    private static Duration time(long bytes) {
        return Duration.ofSeconds(bytes / SLOWEST);
    }

    private static InputStream open(Content.Part part) {
        try {
            return new PartInput(part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
