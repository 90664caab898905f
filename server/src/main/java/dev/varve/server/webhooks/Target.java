package dev.varve.server.webhooks;

import dev.varve.log.JournalCursor;
import dev.varve.log.Position;
import dev.varve.log.WebhookSettings;
import dev.varve.projections.objects.Webhook;
import dev.varve.server.consumers.ConsumerRefusal;
import dev.varve.server.consumers.Followed;
import dev.varve.server.consumers.Status.State;
import dev.varve.server.consumers.Worker;
import dev.varve.server.webhooks.Ledger.Place;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One webhook at work: a consumer with a cursor, threads and a window of its own, so that none delays
/// another. What is not delivered stays in the journal.
final class Target extends Worker {
    /// What it takes to end in good order, when everything is being closed.
    private static final Duration PARTING = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final Duration UNTIL_ASKED = Duration.ofSeconds(-1);
    private static final int STEPS = 500;

    private final Followed followed;
    private final Ledger ledger;
    private final Tools tools;
    private final Position mark;

    /// Held while the place changes: a place that was reached never takes the place of one that somebody
    /// chose meanwhile.
    private final Object placing = new Object();

    private volatile boolean moved;
    private volatile Webhook webhook;
    private volatile Spot place;
    private volatile @Nullable Courier courier;

    /// What all webhooks use.
    record Tools(Expansion expansion, Matching matching, Courier.Tools courier) {}

    Target(Webhook webhook, Followed followed, Ledger ledger, Tools tools) {
        super(nameOf(webhook), about(webhook), ledger.store(), followed.clock());
        this.webhook = webhook;
        this.mark = webhook.mark();
        this.followed = followed;
        this.ledger = ledger;
        this.tools = tools;
        this.place = begin();
    }

    static String nameOf(Webhook webhook) {
        return "webhook-" + webhook.name();
    }

    private static String about(Webhook webhook) {
        return "tells the receiver of webhook '" + webhook.name() + "' of changes";
    }

    private Spot begin() {
        Optional<Place> known = ledger.place(mark);
        if (known.isPresent()) {
            if (known.get().lapsed()) {
                block(State.LAPSED, "it fell back too far; replay it from a position");
            }
            return known.get().next();
        }
        Spot first = Spot.at(webhook.since().next());
        if (ledger.begun().isAfter(webhook.since())) {
            block(State.NEEDS_START, "where it was is not known any more; replay it");
        } else {
            ledger.keep(mark, new Place(first, false));
        }
        return first;
    }

    Webhook webhook() {
        return webhook;
    }

    /// Its settings or secrets changed.
    void change(Webhook changed) {
        webhook = changed;
        ask();
    }

    /// Dead letters were queued.
    void retry() {
        Courier now = courier;
        if (now != null) {
            now.retry();
        }
    }

    @Override
    protected Thread.Builder thread() {
        return Thread.ofVirtual();
    }

    @Override
    protected Position position() {
        return new Position(place.position().value() - 1);
    }

    @Override
    protected long lag() {
        return followed.after(position());
    }

    @Override
    protected Duration restAfter(long failuresInARow) {
        return Duration.ofSeconds(Math.min(60, failuresInARow));
    }

    @Override
    protected Duration work() throws InterruptedException {
        if (!webhook.settings().enabled()) {
            return UNTIL_ASKED;
        }
        Turn turn = turn();
        Spot from = turn.from;
        if (followed.journal().oldest().isAfter(from.position())) {
            lapse(from, "the journal begins at " + followed.journal().oldest());
            return Duration.ZERO;
        }
        JournalCursor cursor = followed.journal().read(from.position());
        try (Changes changes = new Changes(cursor, from, tools.expansion(), followed.published());
                Courier mine =
                        new Courier(
                                tools.courier(),
                                ledger,
                                mark,
                                rules(),
                                from,
                                turn.chosen ? Set.of() : ledger.buried(mark, from.position()))) {
            courier = mine;
            boolean over = deliver(changes, mine);
            mine.part(PARTING);
            keep(mine);
            return over ? UNTIL_ASKED : Duration.ZERO;
        }
    }

    /// @param chosen whether somebody said to begin there
    private record Turn(Spot from, boolean chosen) {}

    private Turn turn() {
        synchronized (placing) {
            boolean chosen = moved;
            moved = false;
            return new Turn(place, chosen);
        }
    }

    private Window.Rules rules() {
        WebhookSettings.Limits limits = webhook.settings().limits();
        return new Window.Rules(limits.concurrency(), limits.attempts(), limits.giveUpAfter());
    }

    /// True when there is nothing more to do, until the webhook is changed.
    private boolean deliver(Changes changes, Courier courier) throws InterruptedException {
        while (goesOn() && !moved && webhook.settings().enabled()) {
            Webhook now = webhook;
            courier.change(rules());
            // Asked first: its end is among the events that are read after that.
            boolean over = isOfDeletedBucket(now);
            boolean all = fill(now, changes, courier);
            courier.send(now);
            keep(courier);
            tell(courier);
            if (courier.takeGone()) {
                webhook = tools.courier().disable(now, "The receiver answered 410 Gone.");
                return true;
            }
            if (over && all && !changes.isBehind() && courier.isEmpty()) {
                tools.courier().remove(now);
                return true;
            }
            if (!all || !changes.isBehind()) {
                rest(changes, courier, all);
            }
        }
        return false;
    }

    /// Reads on as far as there is room. False when there is none left.
    private boolean fill(Webhook now, Changes changes, Courier courier) {
        for (int i = 0; i < STEPS && changes.isBehind(); i++) {
            if (!courier.hasRoom()) {
                return false;
            }
            Change change = changes.next();
            Optional<String> by =
                    change == null ? Optional.empty() : tools.matching().configuration(now, change);
            if (change != null && by.isPresent()) {
                courier.add(change, by.get(), changes.spot());
            } else {
                courier.read(changes.spot());
            }
        }
        return true;
    }

    private void rest(Changes changes, Courier courier, boolean all) throws InterruptedException {
        Duration patience = courier.patience(PATIENCE);
        if (!all || changes.isBehind()) {
            courier.await(patience);
        } else if (patience.isPositive()) {
            changes.await(patience);
        }
    }

    private void keep(Courier courier) {
        Spot reached = courier.resume();
        if (reached.equals(place) || !courier.mayKeep()) {
            return;
        }
        synchronized (placing) {
            if (!moved) {
                ledger.keep(mark, new Place(reached, false));
                place = reached;
            }
        }
    }

    private void tell(Courier courier) {
        courier.figures().forEach(this::figure);
        Optional<String> trouble = courier.trouble();
        if (trouble.isPresent()) {
            troubled(trouble.get(), courier.failuresInRow());
        } else if (state() == State.WAITING) {
            recovered();
        }
    }

    private boolean isOfDeletedBucket(Webhook now) {
        return now.settings().bucket() != null && !tools.courier().exists(now.settings().bucket());
    }

    @Override
    public void replay(Position from) {
        Position oldest = followed.journal().oldest();
        Position newest = followed.published().get();
        if (from.isNone() || oldest.isAfter(from) || from.isAfter(newest.next())) {
            throw new ConsumerRefusal(
                    "the journal has positions %s to %s".formatted(oldest, newest));
        }
        move(Spot.at(from));
    }

    /// What is under way is not heard of any more.
    private void move(Spot to) {
        synchronized (placing) {
            ledger.keep(mark, new Place(to, false));
            moved = true;
            place = to;
            unblock();
        }
    }

    @Override
    public Optional<Position> needs() {
        State now = state();
        return now == State.LAPSED || now == State.NEEDS_START
                ? Optional.empty()
                : Optional.of(place.position());
    }

    @Override
    public void lapseIfBehind() {
        Spot at = place;
        if (needs().isPresent()
                && state() != State.RUNNING
                && followed.isBeyondRetention(new Position(at.position().value() - 1))) {
            lapse(at, "it fell back further than it may");
        }
    }

    /// Not where it went on, or was told to start elsewhere, since somebody looked.
    private void lapse(Spot seen, String why) {
        synchronized (placing) {
            if (!place.equals(seen)) {
                return;
            }
            ledger.keep(mark, new Place(seen, true));
            moved = true;
            block(State.LAPSED, why + "; replay it from a position to start it again");
        }
    }
}
