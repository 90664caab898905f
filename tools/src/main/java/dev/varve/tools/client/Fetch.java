package dev.varve.tools.client;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads an object from a place on. Where the connection breaks it asks for the rest, of the same
/// object only: one that was replaced meanwhile is an error, never a mixture.
public final class Fetch {
    private static final int BUFFER = 128 << 10;
    private static final int PARTIAL = 206;

    private final Bucket bucket;
    private final ApiRequest request;
    private final String key;
    private @Nullable RemoteObject object;
    private long at;

    /// Takes bytes in their order.
    @FunctionalInterface
    public interface Sink {
        void take(byte[] bytes, int length) throws IOException;
    }

    /// @param version empty for the current one
    public Fetch(Bucket bucket, String key, Optional<String> version) {
        this.bucket = bucket;
        this.key = key;
        this.request = bucket.request("GET", key).query("version", version);
    }

    /// Goes on with an object of which `from` bytes are there.
    Fetch of(RemoteObject known, long from) {
        object = known;
        at = from;
        return this;
    }

    /// @throws IOException of the sink
    public RemoteObject into(Sink sink) throws IOException {
        for (int tried = 1; ; tried++) {
            long before = at;
            try (Streamed answer = bucket.client().open(ranged())) {
                RemoteObject told = checked(answer);
                object = told;
                Optional<IOException> broken = read(answer.body(), sink, told.size());
                if (broken.isEmpty()) {
                    return told;
                }
                tried = at > before ? 1 : tried;
                Patience.pause(wait(tried, broken.get()));
            }
        }
    }

    private Duration wait(int tried, IOException broken) {
        return bucket.client()
                .patience()
                .after(tried, Optional.empty())
                .orElseThrow(
                        () -> new Unreachable("'" + key + "': " + ApiClient.why(broken), broken));
    }

    private ApiRequest ranged() {
        RemoteObject known = object;
        if (known == null) {
            return request;
        }
        ApiRequest same = request.header("if-match", "\"" + known.etag() + "\"");
        return at == 0 || at == known.size() ? same : same.header("range", "bytes=" + at + "-");
    }

    /// Whether it is the object, from the place on that was asked for.
    private RemoteObject checked(Streamed answer) {
        RemoteObject known = object;
        long length = answer.headers().firstValueAsLong("content-length").orElse(-1);
        if (answer.status() == PARTIAL) {
            String range = answer.header("content-range").orElse("");
            if (known == null || !range.startsWith("bytes " + at + "-")) {
                throw new Unreachable("'" + key + "': the answer is of another range", null);
            }
            return known;
        }
        if (known != null && at > 0 && at < known.size()) {
            throw new Unreachable("'" + key + "': the server gives no ranges", null);
        }
        at = 0;
        return RemoteObject.of(key, length, answer.headers());
    }

    /// What broke it, if it is not all there.
    private Optional<IOException> read(InputStream in, Sink sink, long size) throws IOException {
        byte[] buffer = new byte[BUFFER];
        while (true) {
            int got;
            try {
                got = in.read(buffer);
            } catch (IOException e) {
                return Optional.of(e);
            }
            if (got < 0) {
                boolean whole = size < 0 || at == size;
                return whole
                        ? Optional.empty()
                        : Optional.of(new IOException("it ended after " + at + " bytes"));
            }
            sink.take(buffer, got);
            at += got;
        }
    }
}
