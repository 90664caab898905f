package dev.varve.server.peer;

import dev.varve.log.Bytes;
import dev.varve.replication.Bandwidth;
import dev.varve.replication.ship.Message;
import dev.varve.replication.ship.MessageWriter;
import dev.varve.replication.ship.Shipment;
import dev.varve.server.http.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// The journal for one follower, until it leaves or the server stops. Who takes nothing holds up
/// nobody else.
final class JournalStream implements HttpResponse.Content {
    /// How long nothing is said when there is nothing new.
    static final Duration HEARTBEAT = Duration.ofSeconds(2);

    /// The least time from one small frame to the next: its signature, the check of it and the sync where it
    /// arrives cost more than a hundred events do. What comes meanwhile goes into one frame.
    static final Duration PACE = Duration.ofMillis(5);

    private static final int SMALL = 32 << 10;

    private final Shipment shipment;
    private final Bandwidth bandwidth;
    private final BooleanSupplier goesOn;
    private final Runnable onClose;
    private long nextFrame = System.nanoTime();

    /// @param goesOn asked again and again
    JournalStream(
            Shipment shipment, Bandwidth bandwidth, BooleanSupplier goesOn, Runnable onClose) {
        this.shipment = shipment;
        this.bandwidth = bandwidth;
        this.goesOn = goesOn;
        this.onClose = onClose;
    }

    @Override
    public long length() {
        return -1;
    }

    @Override
    public boolean lasts() {
        return true;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        MessageWriter writer = new MessageWriter(out);
        try {
            Message message = shipment.next(HEARTBEAT);
            while (goesOn.getAsBoolean()) {
                bandwidth.spend(writer.write(message));
                if (message instanceof Message.FrameMessage(Bytes frame)) {
                    pace(frame.length(), out);
                }
                if (message instanceof Message.End || message instanceof Message.Trimmed) {
                    break;
                }
                message = next(out);
            }
            out.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pace(int length, OutputStream out) throws IOException, InterruptedException {
        if (length < SMALL) {
            out.flush();
            long left = nextFrame - System.nanoTime();
            if (left > 0) {
                Thread.sleep(Duration.ofNanos(left));
            }
        }
        nextFrame = System.nanoTime() + PACE.toNanos();
    }

    /// What was written goes out before there is a wait.
    private Message next(OutputStream out) throws IOException, InterruptedException {
        Message at = shipment.next(Duration.ZERO);
        if (!(at instanceof Message.Heartbeat)) {
            return at;
        }
        out.flush();
        return shipment.next(HEARTBEAT);
    }

    @Override
    public void close() {
        shipment.close();
        onClose.run();
    }
}
