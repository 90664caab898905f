package dev.varve.tools.cli;

import dev.varve.server.config.ListenAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Asks a server that has just started a few things that need no key, so that a run which trains an
/// AOT cache has met what answers requests too.
final class FirstRequests {
    private static final List<String> TARGETS =
            List.of("/health/ready", "/health/live", "/metrics", "/", "/bucket?list-type=2");
    private static final int PATIENCE_MILLIS = 5000;

    private FirstRequests() {}

    /// Answers how many of them were answered.
    static int send(ListenAddress address) throws IOException {
        int answered = 0;
        for (String target : TARGETS) {
            answered += ask(address.port(), target) ? 1 : 0;
        }
        return answered;
    }

    private static boolean ask(int port, String target) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            String request =
                    "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return answer.startsWith("HTTP/1.1 ");
        }
    }
}
