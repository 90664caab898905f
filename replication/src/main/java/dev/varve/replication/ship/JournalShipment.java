package dev.varve.replication.ship;

import dev.varve.log.Journal;
import dev.varve.log.StoreException;
import dev.varve.log.codec.Frame;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Says hello, then gives parcels as there is something to put into them.
final class JournalShipment implements Shipment {
    private final Journal journal;
    private final Message.Hello hello;
    private final Progress progress;
    private final Function<Frame, Parcel> packing;
    private boolean greeted;
    private boolean begun;
    private @Nullable Parcel parcel;
    private @Nullable Message end;

    JournalShipment(
            Journal journal,
            Message.Hello hello,
            Progress progress,
            Function<Frame, Parcel> packing) {
        this.journal = journal;
        this.hello = hello;
        this.progress = progress;
        this.packing = packing;
    }

    @Override
    public Message next(Duration atMost) throws InterruptedException {
        if (!greeted) {
            greeted = true;
            return hello;
        }
        if (end == null) {
            try {
                Message message = message(capped(atMost));
                if (message != null) {
                    return message;
                }
            } catch (StoreException.Trimmed e) {
                end = new Message.Trimmed(e.oldest());
            } catch (StoreException.Closed e) {
                end = new Message.End(Message.Why.CLOSING);
            } catch (StoreException.Corrupt e) {
                end = new Message.End(Message.Why.DAMAGED);
            }
        }
        return end == null ? new Message.Heartbeat(progress.promise()) : end;
    }

    private static Duration capped(Duration wait) {
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /// Null when the time is over, or the end was found.
    private @Nullable Message message(Duration atMost) throws InterruptedException {
        if (!begun) {
            Message.Why why = progress.begin();
            if (why != null) {
                end = new Message.End(why);
                return null;
            }
            begun = true;
        }
        if (parcel == null || parcel.isOver()) {
            parcel = awaitParcel(atMost);
        }
        return parcel == null ? null : parcel.next();
    }

    /// Most of what it waits for may be no news: it goes on to wait.
    private @Nullable Parcel awaitParcel(Duration atMost) throws InterruptedException {
        long until = System.nanoTime() + atMost.toNanos();
        while (true) {
            Optional<Frame> frame = progress.next();
            if (frame.isPresent()) {
                return packing.apply(frame.get());
            }
            long left = Math.max(0, until - System.nanoTime());
            if (!journal.await(progress.awaited(), Duration.ofNanos(left))) {
                if (System.nanoTime() < until) {
                    throw new StoreException.Closed("the journal is closed");
                }
                return null;
            }
        }
    }

    @Override
    public void close() {
        progress.close();
    }
}
