package dev.varve.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.Bytes;
import dev.varve.replication.Bandwidth;
import dev.varve.replication.ship.Message;
import dev.varve.replication.ship.Shipment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JournalStreamTest {
    private static final Duration TIME = Duration.ofMillis(200);

    /// Each frame is signed, checked and synced, however few events are in it.
    @Test
    void sendsSmallFramesAtAPace() throws IOException {
        long most = TIME.dividedBy(JournalStream.PACE) + 3;
        assertThat(framesWithin(100)).isBetween(1, (int) most);
    }

    @Test
    void sendsLargeFramesAtOnce() throws IOException {
        long most = TIME.dividedBy(JournalStream.PACE) + 3;
        assertThat(framesWithin(64 << 10)).isGreaterThan((int) most);
    }

    private static int framesWithin(int bytes) throws IOException {
        AtomicInteger frames = new AtomicInteger();
        Shipment shipment =
                new Shipment() {
                    @Override
                    public Message next(Duration atMost) {
                        frames.incrementAndGet();
                        return new Message.FrameMessage(Bytes.of(new byte[bytes]));
                    }

                    @Override
                    public void close() {}
                };
        long end = System.nanoTime() + TIME.toNanos();
        JournalStream stream =
                new JournalStream(
                        shipment, unlimited(), () -> System.nanoTime() - end < 0, () -> {});
        stream.writeTo(ByteArrayOutputStream.nullOutputStream());
        return frames.get() - 1; // the last one was not sent
    }

    private static Bandwidth unlimited() {
        return Bandwidth.unlimited();
    }
}
