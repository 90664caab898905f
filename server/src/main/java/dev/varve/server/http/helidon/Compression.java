package dev.varve.server.http.helidon;

import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.HttpResponse.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Sends documents as gzip to clients that ask for it. Objects, streams and parts are sent as they
/// are. So are answers to what changes something: only those hold secrets, whose length would tell of
/// them once they are compressed beside what a client sent.
final class Compression {
    static final int LEAST = 1 << 10;
    private static final int MOST = 8 << 20;
    private static final String ACCEPT = "accept-encoding";
    private static final Pattern TAKEN =
            Pattern.compile(
                    "(?:.*,)?\\s*(?:x-)?gzip\\s*(?:;\\s*q=(?:1(?:\\.0*)?|0?\\.0*[1-9]\\d*)\\s*)?(?:,.*)?");

    private Compression() {}

    static HttpResponse of(HttpRequest request, HttpResponse answer) throws IOException {
        if (!isEligible(request, answer)) {
            return answer;
        }
        answer.headers().add("vary", ACCEPT);
        String accepted = String.join(",", request.headers().all(ACCEPT));
        return TAKEN.matcher(accepted.toLowerCase(Locale.ROOT)).matches()
                ? answer.header("content-encoding", "gzip")
                        .content(Content.bytes(compressed(answer.content())))
                : answer;
    }

    private static boolean isEligible(HttpRequest request, HttpResponse answer) {
        long length = answer.content().length();
        boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
        return reads
                && answer.status() == 200
                && answer.content().isDocument()
                && length >= LEAST
                && length <= MOST
                && !answer.headers().has("content-encoding")
                && !answer.headers().has("etag");
    }

    private static byte[] compressed(Content content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) content.length() / 4);
        try (OutputStream gzip = new Fast(bytes)) {
            content.writeTo(gzip);
        }
        return bytes.toByteArray();
    }

    /// Listings shrink to a tenth at any level; the best costs several times as much.
    private static final class Fast extends GZIPOutputStream {
        private Fast(OutputStream out) throws IOException {
            super(out, 8 << 10);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
