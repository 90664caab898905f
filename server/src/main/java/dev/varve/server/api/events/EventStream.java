package dev.varve.server.api.events;

import dev.varve.server.feed.Change;
import dev.varve.server.feed.FeedReader;
import dev.varve.server.feed.Place;
import dev.varve.server.http.HttpResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A stream of changes that goes on until the client leaves, its rights end or the server does. It writes
/// what it has just read, so a client that takes nothing holds up nobody but itself, and the listener
/// ends it after a while.
final class EventStream implements HttpResponse.Content {
    /// Changes looked at between two looks at the clock.
    private static final int STRETCH = 512;

    /// How long until it is seen that it must end.
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Subscription subscription;
    private final StreamForm form;
    private final Duration heartbeat;
    private final long limit;
    private final BooleanSupplier goesOn;
    private final Runnable onClose;
    private Place told;
    private long count;
    private long spoken;

    /// @param limit ends after so many changes
    /// @param goesOn asked again and again
    EventStream(
            Subscription subscription,
            StreamForm form,
            Duration heartbeat,
            long limit,
            BooleanSupplier goesOn,
            Runnable onClose) {
        this.subscription = subscription;
        this.form = form;
        this.heartbeat = heartbeat;
        this.limit = limit;
        this.goesOn = goesOn;
        this.onClose = onClose;
        this.told = subscription.after();
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
        form.begin(out);
        progress(out, told);
        out.flush();
        try (FeedReader reader = subscription.feed().read(subscription.after())) {
            while (count < limit && goesOn.getAsBoolean()) {
                if (!tell(reader, out)) {
                    out.flush();
                    reader.await(LOOK);
                }
                speak(reader, out);
            }
            out.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Some of what there is; false when there is no more for now.
    private boolean tell(FeedReader reader, OutputStream out) throws IOException {
        for (int i = 0; i < STRETCH && count < limit; i++) {
            @Nullable Change change = reader.next();
            if (change == null) {
                return false;
            }
            if (subscription.takes(change)) {
                form.change(out, change.place().toString(), subscription.line(change, told));
                told = change.place();
                count++;
                spoken = System.nanoTime();
            }
        }
        return true;
    }

    /// That it lives, and how far it is.
    private void speak(FeedReader reader, OutputStream out) throws IOException {
        if (System.nanoTime() - spoken >= heartbeat.toNanos()) {
            Place reached = reader.reached();
            if (reached.isAfter(told) && !isSame(reached)) {
                progress(out, reached);
            } else {
                form.heartbeat(out, of(told));
                spoken = System.nanoTime();
            }
            out.flush();
        }
    }

    /// Whether the last change told was the last one of its event.
    private boolean isSame(Place reached) {
        return reached.position().equals(told.position()) && reached.isWhole();
    }

    private void progress(OutputStream out, Place reached) throws IOException {
        form.progress(out, of(reached));
        told = reached;
        spoken = System.nanoTime();
    }

    private Progress of(Place reached) {
        return new Progress(
                Progress.TYPE, reached.toString(), reached.position().value(), told.toString());
    }

    @Override
    public void close() {
        onClose.run();
    }
}
