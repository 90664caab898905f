package dev.varve.server.api.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.HttpConfig;
import dev.varve.server.http.helidon.HttpListener;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An object much larger than the heap goes in and out as it comes.
class SmallHeapIT {
    private static final int PIECE = 64 << 10;
    private static final int PIECES = 192 << 4;

    @TempDir private Path directory;

    @Test
    void streamsWhatTheHeapDoesNotHold() throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--add-") || flag.startsWith("--enable-native"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(SmallHeapIT.class.getName(), directory.toString()));
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(child.exitValue()).as(said).isZero();
    }

    /// In the child.
    public static void main(String[] arguments) throws Exception {
        try (ObjectsKit kit = ObjectsKit.open(Path.of(arguments[0]));
                HttpListener listener =
                        HttpListener.start(
                                HttpConfig.DEFAULT.with(
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                                kit.api.handler());
                HttpClient client = HttpClient.newHttpClient()) {
            URI uri =
                    URI.create("http://localhost:" + listener.port() + ObjectsKit.object("large"));
            HttpResponse<Void> made =
                    client.send(
                            HttpRequest.newBuilder(uri)
                                    .header("test-user", "alice")
                                    .PUT(BodyPublishers.ofInputStream(Endless::new))
                                    .build(),
                            BodyHandlers.discarding());
            require(made.statusCode() == 201);
            HttpResponse<InputStream> told =
                    client.send(
                            HttpRequest.newBuilder(uri).header("test-user", "alice").build(),
                            BodyHandlers.ofInputStream());
            try (InputStream body = told.body();
                    InputStream expected = new Endless()) {
                for (int i = 0; i < PIECES; i++) {
                    require(Arrays.equals(body.readNBytes(PIECE), expected.readNBytes(PIECE)));
                }
                require(body.read() < 0);
            }
        }
        System.exit(0);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new IllegalStateException("not what was sent");
        }
    }

    /// Not quite endless, and the same each time.
    private static final class Endless extends InputStream {
        private final Random random = new Random(7);
        private final byte[] piece = new byte[PIECE];
        private int at = PIECE;
        private int made;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at == PIECE) {
                if (made == PIECES) {
                    return -1;
                }
                random.nextBytes(piece);
                made++;
                at = 0;
            }
            int read = Math.min(length, PIECE - at);
            System.arraycopy(piece, at, into, offset, read);
            at += read;
            return read;
        }
    }
}
