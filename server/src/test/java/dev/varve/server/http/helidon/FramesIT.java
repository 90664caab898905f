package dev.varve.server.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Frames of HTTP/2 as no library would let a test send them.
@Timeout(30)
class FramesIT {
    /// As OkHttp does when it closes an answer before it has seen its end.
    @Test
    void goesOnAfterTheResetOfAStreamThatHasEnded() throws Exception {
        // :method GET, or PUT; :scheme http; :path /; :authority h
        String get = "82" + "86" + "84" + "410168";
        String put = "4203505554" + "86" + "84" + "410168";
        try (HttpListener listener = Sample.listen(Sample::echo);
                RawClient raw = RawClient.to(listener.port())) {
            raw.say("PRI * HTTP/2.0\n\nSM\n\n").send(Sample.hex("000000040000000000"));
            raw.send(frame(1, 0x5, 1, get));
            awaitEnd(raw, 1);
            raw.send(frame(1, 0x4, 3, put));
            raw.send(frame(0, 0, 3, "61"));
            for (int i = 0; i < 2; i++) {
                raw.send(frame(3, 0, 1, "00000008"));
            }
            raw.send(frame(0, 0x1, 3, "62"));
            awaitEnd(raw, 3);
            raw.send(frame(3, 0, 3, "00000008"));
            raw.send(frame(1, 0x5, 5, get));
            awaitEnd(raw, 5);
        }
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
