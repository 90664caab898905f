package dev.varve.server.api.events;

import dev.varve.server.api.ApiCall;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// How a stream writes what it tells.
enum StreamForm {
    /// Server-Sent Events: ids are places, so that a browser goes on where it was.
    SSE("text/event-stream") {
        @Override
        void begin(OutputStream out) throws IOException {
            out.write(bytes("retry: " + RETRY_MILLIS + "\n\n"));
        }

        @Override
        void change(OutputStream out, String id, byte[] line) throws IOException {
            out.write(bytes("id: " + id + "\ndata: "));
            out.write(line);
            out.write(bytes("\n\n"));
        }

        @Override
        void progress(OutputStream out, Progress progress) throws IOException {
            out.write(bytes("event: progress\nid: " + progress.id() + "\ndata: "));
            out.write(ApiCall.bytes(progress));
            out.write(bytes("\n\n"));
        }

        @Override
        void heartbeat(OutputStream out, Progress progress) throws IOException {
            out.write(bytes(":\n\n"));
        }
    },
    /// A line of JSON each.
    NDJSON("application/x-ndjson") {
        @Override
        void begin(OutputStream out) {}

        @Override
        void change(OutputStream out, String id, byte[] line) throws IOException {
            out.write(line);
            out.write('\n');
        }

        @Override
        void progress(OutputStream out, Progress progress) throws IOException {
            out.write(ApiCall.bytes(progress));
            out.write('\n');
        }

        @Override
        void heartbeat(OutputStream out, Progress progress) throws IOException {
            progress(out, progress);
        }
    };

    static final int RETRY_MILLIS = 2000;

    private final String type;

    StreamForm(String type) {
        this.type = type;
    }

    String type() {
        return type;
    }

    abstract void begin(OutputStream out) throws IOException;

    abstract void change(OutputStream out, String id, byte[] line) throws IOException;

    /// How far it is.
    abstract void progress(OutputStream out, Progress progress) throws IOException;

    /// Nothing new; the connection lives.
    abstract void heartbeat(OutputStream out, Progress progress) throws IOException;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
