package dev.varve.server.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.Failed;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Frames of HTTP/2 as no library would let a test send them.
@Timeout(30)
class FramesIT {
    // :method GET, or PUT; :scheme http; :path /; :authority h
    private static final String GET = "82" + "86" + "84" + "410168";
    private static final String PUT = "4203505554" + "86" + "84" + "410168";
    private static final String CANCEL = "00000008";

    /// As OkHttp does when it closes an answer before it has seen its end.
    @Test
    void goesOnAfterTheResetOfAStreamThatHasEnded() throws Exception {
        try (HttpListener listener = Sample.listen(Sample::echo);
                RawClient raw = RawClient.to(listener.port())) {
            begin(raw);
            raw.send(frame(1, 0x5, 1, GET));
            awaitEnd(raw, 1);
            raw.send(frame(1, 0x4, 3, PUT));
            raw.send(frame(0, 0, 3, "61"));
            for (int i = 0; i < 2; i++) {
                raw.send(frame(3, 0, 1, CANCEL));
            }
            raw.send(frame(0, 0x1, 3, "62"));
            awaitEnd(raw, 3);
            raw.send(frame(3, 0, 3, CANCEL));
            raw.send(frame(1, 0x5, 5, GET));
            awaitEnd(raw, 5);
        }
    }

    @Test
    void endsTheRequestOfAStreamThatIsReset() throws Exception {
        BlockingQueue<String> outcome = new LinkedBlockingQueue<>();
        try (HttpListener listener =
                        Sample.listen(request -> {
                            try {
                                return Sample.echo(request);
                            } catch (Failed e) {
                                outcome.add(e.code().code());
                                throw e;
                            }
                        });
                RawClient raw = RawClient.to(listener.port())) {
            begin(raw);
            raw.send(frame(1, 0x4, 1, PUT));
            raw.send(frame(1, 0x5, 3, GET));
            awaitEnd(raw, 3);
            raw.send(frame(3, 0, 1, CANCEL));
            assertThat(outcome.poll(10, TimeUnit.SECONDS)).as("heard by nobody").isNotNull();
            raw.send(frame(1, 0x5, 5, GET));
            awaitEnd(raw, 5);
        }
    }

    /// Nothing fits into a table of no bytes.
    @Test
    void endsTheConnectionOfWhoKeepsMoreThanTheTableHolds() throws Exception {
        String noTable = "20";
        String kept = "40" + "0161" + "0162";
        try (HttpListener listener = Sample.listen(Sample::echo);
                RawClient raw = RawClient.to(listener.port())) {
            begin(raw);
            raw.send(frame(1, 0x5, 1, noTable + GET + kept));
            byte[] header = raw.read(9);
            while (header[3] != 7) {
                raw.read(((header[1] & 0xff) << 8) | (header[2] & 0xff));
                header = raw.read(9);
                assertThat(header).as("a GOAWAY before the end").hasSize(9);
            }
            assertThat(raw.read(8)).endsWith(Sample.hex("00000009"));
        }
    }

    private static void begin(RawClient raw) throws IOException {
        raw.say("PRI * HTTP/2.0\n\nSM\n\n").send(Sample.hex("000000040000000000"));
    }

    private static byte[] frame(int type, int flags, int stream, String payload) {
        int length = payload.length() / 2;
        return Sample.hex("%06x%02x%02x%08x%s".formatted(length, type, flags, stream, payload));
    }

    private static void awaitEnd(RawClient raw, int stream) throws IOException {
        while (true) {
            byte[] header = raw.read(9);
            assertThat(header).hasSize(9);
            raw.read(((header[1] & 0xff) << 8) | (header[2] & 0xff));
            assertThat(header[3]).as("a frame that is no GOAWAY").isNotEqualTo((byte) 7);
            if (header[3] < 2 && header[8] == stream && (header[4] & 1) == 1) {
                return;
            }
        }
    }
}
