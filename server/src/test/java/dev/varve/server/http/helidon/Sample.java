package dev.varve.server.http.helidon;

import dev.varve.server.http.Handler;
import dev.varve.server.http.HttpConfig;
import dev.varve.server.http.HttpConfig.Timeouts;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;

/// Configurations and handlers for tests.
final class Sample {
    static final HttpConfig CONFIG =
            HttpConfig.DEFAULT.with(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    /// Limits that a test can wait for.
    static final HttpConfig IMPATIENT =
            CONFIG.with(
                    new Timeouts(
                            Duration.ofMillis(500),
                            Duration.ofMillis(900),
                            Duration.ofMillis(500),
                            1024,
                            Duration.ofMillis(500),
                            Duration.ofMillis(300),
                            Duration.ofMillis(700)));

    private Sample() {}

    static HttpListener listen(Handler handler) {
        return HttpListener.start(CONFIG, handler);
    }

    /// Says what the request was, its whole body included.
    static HttpResponse echo(HttpRequest request) {
        return text(
                request.method()
                        + " "
                        + request.rawPath()
                        + "|"
                        + request.rawQuery()
                        + "|"
                        + new String(body(request), StandardCharsets.ISO_8859_1));
    }

    /// Says how long the body was.
    static HttpResponse count(HttpRequest request) {
        return text(Integer.toString(body(request).length));
    }

    static byte[] body(HttpRequest request) {
        try {
            return request.body().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static HttpResponse text(String text) {
        return HttpResponse.of(200, "text/plain", text);
    }

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 8));
        }
        return bytes;
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
