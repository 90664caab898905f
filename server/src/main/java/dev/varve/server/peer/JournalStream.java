package dev.varve.server.peer;

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

    private final Shipment shipment;
    private final Bandwidth bandwidth;
    private final BooleanSupplier goesOn;
    private final Runnable onClose;

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
