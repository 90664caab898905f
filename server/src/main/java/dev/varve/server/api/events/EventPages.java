package dev.varve.server.api.events;

import dev.varve.server.feed.Change;
import dev.varve.server.feed.FeedReader;
import dev.varve.server.feed.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Reads a page of changes, and waits a while for the first of them.
final class EventPages {
    /// What one answer may take to find something in a long stretch of nothing.
    private static final Duration SEARCH = Duration.ofSeconds(5);

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int STRETCH = 512;

    private final Subscription subscription;
    private final BooleanSupplier goesOn;
    private final int limit;
    private final Duration wait;
    private final List<EventView> found = new ArrayList<>();
    private Place told;

    EventPages(Subscription subscription, BooleanSupplier goesOn, int limit, Duration wait) {
        this.subscription = subscription;
        this.goesOn = goesOn;
        this.limit = limit;
        this.wait = wait;
        this.told = subscription.after();
    }

    EventPage read() {
        long begun = System.nanoTime();
        try (FeedReader reader = subscription.feed().read(subscription.after())) {
            boolean more = true;
            while (found.size() < limit && goesOn.getAsBoolean()) {
                long spent = System.nanoTime() - begun;
                more = search(reader);
                if (more ? spent > SEARCH.toNanos() : isOver(reader, spent)) {
                    break;
                }
            }
            return page(reader, more);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for events", e);
        }
    }

    /// Waits where nothing was found yet.
    private boolean isOver(FeedReader reader, long spent) throws InterruptedException {
        long left = wait.toNanos() - spent;
        if (!found.isEmpty() || left <= 0) {
            return true;
        }
        reader.await(left < LOOK.toNanos() ? Duration.ofNanos(left) : LOOK);
        return false;
    }

    private boolean search(FeedReader reader) {
        for (int i = 0; i < STRETCH && found.size() < limit; i++) {
            @Nullable Change change = reader.next();
            if (change == null) {
                return false;
            }
            if (subscription.takes(change)) {
                found.add(subscription.view(change, told));
                told = change.place();
            }
        }
        return true;
    }

    private EventPage page(FeedReader reader, boolean more) {
        boolean cloud = subscription.cloud();
        return new EventPage(
                cloud ? null : found,
                cloud ? found.stream().map(subscription::cloud).toList() : null,
                reader.reached().toString(),
                subscription.feed().published().value(),
                subscription.feed().oldest().value(),
                more);
    }
}
