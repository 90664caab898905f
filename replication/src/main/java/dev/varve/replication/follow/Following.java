package dev.varve.replication.follow;

import dev.varve.log.ClusterId;
import dev.varve.log.NodeId;
import dev.varve.log.OnwardClock;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.replication.follow.Needs.Need;
import dev.varve.replication.ship.BrokenStream;
import dev.varve.replication.ship.Message;
import dev.varve.replication.ship.Promise;
import dev.varve.replication.ship.Request;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Follows one peer: says what to ask it for, takes what it answers, and keeps only what is right and
/// may be folded now.
///
/// One thread drives it: it does what [#next()] says, hands each message of a stream to [#take], and
/// tells with [#failed] or [#ended] that the stream is over. Others may ask for the status, pause and
/// wake it.
public final class Following {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final Setup setup;
    private final InstantSource passing;
    private final Import into;
    private final Underway underway;
    private final Blobs blobs;
    private final Backoff backoff;
    private final Needs needs = new Needs();
    private final Patience patience;
    private @Nullable Expected asked;
    private boolean greeted;
    private boolean progressed;
    private boolean relayed;
    private Delivery delivery = new Delivery();
    private @Nullable Pending pending;
    private final Standing standing;
    private volatile boolean paused;
    private volatile boolean woken;
    private volatile FollowStatus status;

    public record Setup(
            ClusterId cluster,
            NodeId peer,
            FrameVerifier verifier,
            BlobProof proof,
            InstantSource clock,
            RandomGenerator random,
            FollowLimits limits) {}

    /// A frame that is right and has to wait.
    private record Pending(VerifiedFrame frame, Delivery delivery) {}

    public Following(Setup setup, Import into, Blobs blobs) {
        this.setup = setup;
        this.passing = new OnwardClock(setup.clock());
        this.into = into;
        this.underway = new Underway(into);
        this.blobs = blobs;
        this.backoff = new Backoff(setup.random());
        this.patience = new Patience(setup.limits().relayAfter());
        this.standing = new Standing(setup.peer(), setup.clock(), into.newest(setup.peer()));
        this.status = describe();
    }

    public FollowStatus status() {
        FollowStatus now = status;
        return paused ? now.in(new FollowState.Paused()) : now;
    }

    /// Ends what goes on at the next message, and asks for nothing.
    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
    }

    /// Something changed that it may have waited for: no wait counts any more.
    public void wake() {
        woken = true;
    }

    /// What to do now.
    public Step next() {
        underway.forget();
        asked = null;
        Step step = decide();
        if (step instanceof Step.Ask(Request request)) {
            asked =
                    request.relay()
                            ? new Expected.Relayed(request.origin())
                            : new Expected.Own(setup.peer());
            greeted = false;
            progressed = false;
            relayed = request.relay();
            delivery = new Delivery();
        }
        status = describe();
        return step;
    }

    private Step decide() {
        Instant now = passing.instant();
        if (paused) {
            standing.become(new FollowState.Paused(), "it was told to");
            return new Step.Wait(LONGEST_WAIT);
        }
        if (standing.isPaused()) {
            standing.become(new FollowState.Idle(), "it was told to go on");
        }
        if (woken) {
            woken = false;
            backoff.rest(now);
        }
        Step waiting = settle(now);
        if (waiting != null) {
            return waiting;
        }
        return backoff.until().isAfter(now) ? waitUntil(backoff.until(), now) : askOwn();
    }

    private Step askOwn() {
        return new Step.Ask(
                into.newest(setup.peer())
                        .map(known -> Request.own(known, into.known(known).position()))
                        .orElseGet(() -> Request.fromTheStart(setup.peer())));
    }

    private Step waitUntil(Instant until, Instant now) {
        Duration left = Duration.between(now, until);
        return new Step.Wait(left.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : left);
    }

    /// Folds what waited if it need not any more. Null when nothing waits.
    private @Nullable Step settle(Instant now) {
        Pending waiting = pending;
        if (waiting == null) {
            return null;
        }
        Optional<Need> need = needs.first(into);
        if (need.isEmpty()) {
            pending = null;
            retry(waiting);
            return pending == null ? null : new Step.Wait(setup.limits().look());
        }
        Position reached = into.known(need.get().origin()).position();
        boolean asks =
                patience.isOver(reached, relayed && progressed, now)
                        && !backoff.until().isAfter(now);
        standing.become(waitFor(need.get(), asks), "its events come first");
        return asks
                ? new Step.Ask(Request.relay(need.get().origin(), reached))
                : new Step.Wait(setup.limits().look());
    }

    private static FollowState.Waiting waitFor(Need need, boolean relaying) {
        return new FollowState.Waiting(need.origin(), need.position(), relaying);
    }

    /// What is known may have moved on meanwhile, by another peer's relay: then it is asked for anew.
    private void retry(Pending waiting) {
        VerifiedFrame frame = waiting.frame();
        Known known = into.known(frame.origin());
        boolean continues = known.isNothing() || frame.first().equals(known.position().next());
        standing.become(new FollowState.Idle(), "what it waited for is here");
        if (!continues) {
            return;
        }
        asked = new Expected.Own(setup.peer());
        guarded(() -> fold(frame, waiting.delivery()) && settleUnderway());
        asked = null;
    }

    /// Takes one message; false when the stream is to be closed.
    public boolean take(Message message) {
        return take(message, false);
    }

    /// The same where the next message is here already: then events may be on their way into the journal
    /// when this returns, and the next call answers what became of them.
    public boolean take(Message message, boolean nextIsHere) {
        if (asked == null) {
            return false;
        }
        boolean goesOn =
                guarded(() -> !paused && accept(message) && (nextIsHere || settleUnderway()));
        if (!goesOn) {
            asked = null;
        }
        if (!goesOn || !(message instanceof Message.BlobMessage)) {
            status = describe();
        }
        return goesOn;
    }

    private interface Attempt {
        boolean run() throws NotBelieved;
    }

    /// What is not believed changes nothing but the state; what this node cannot do now it tries later.
    private boolean guarded(Attempt attempt) {
        try {
            return attempt.run();
        } catch (NotBelieved e) {
            conclude();
            settleVerdict(e.verdict());
        } catch (StoreException e) {
            conclude();
            fail("this node: " + e.getMessage());
        }
        return false;
    }

    /// What is on its way came first, and its outcome too.
    private void conclude() {
        if (!underway.isEmpty()) {
            guarded(this::settleUnderway);
        }
    }

    private boolean accept(Message message) throws NotBelieved {
        if (greeted == message instanceof Message.Hello) {
            throw NotBelieved.because(Reason.PROTOCOL, "a stream begins with one greeting");
        }
        return switch (message) {
            case Message.Hello hello -> greet(hello);
            case Message.BlobMessage blob -> {
                standing.count(standing.counters().received(blob.content().length()));
                delivery.add(blob.id(), blob.content());
                yield true;
            }
            case Message.FrameMessage frame -> {
                standing.count(standing.counters().received(frame.frame().length()));
                Delivery with = delivery;
                delivery = new Delivery();
                yield take(frame, with);
            }
            case Message.Heartbeat heartbeat -> settleUnderway() && rest(heartbeat.promise());
            case Message.Trimmed trimmed -> settleUnderway() && trimmed(trimmed.oldest());
            case Message.End end -> settleUnderway() && end(end.why());
        };
    }

    private boolean greet(Message.Hello hello) throws NotBelieved {
        if (!hello.cluster().equals(setup.cluster())) {
            throw NotBelieved.because(
                    Reason.OTHER_CLUSTER, "the peer is of the cluster " + hello.cluster());
        }
        if (!hello.origin().node().equals(setup.peer())) {
            throw NotBelieved.because(Reason.OTHER_NODE, "the peer is " + hello.origin());
        }
        Optional<Origin> known = into.newest(setup.peer());
        if (known.isPresent() && hello.origin().incarnation() < known.get().incarnation()) {
            throw NotBelieved.because(
                    Reason.OLD_INCARNATION,
                    "the peer is %s, although %s is known".formatted(hello.origin(), known.get()));
        }
        greeted = true;
        standing.greeted(hello.origin(), hello.promise());
        return true;
    }

    private boolean isRelay() {
        return asked instanceof Expected.Relayed;
    }

    private boolean take(Message.FrameMessage message, Delivery with) throws NotBelieved {
        Expected expected = asked;
        if (expected == null) {
            return false;
        }
        Verdict verdict = setup.verifier().check(message.frame(), expected, underway);
        if (verdict instanceof Verdict.Accepted(VerifiedFrame frame)) {
            with.check(setup.proof());
            return fold(frame, with);
        }
        return settleUnderway() && settleVerdict(verdict);
    }

    private boolean settleVerdict(Verdict verdict) {
        Instant now = passing.instant();
        switch (verdict) {
            case Verdict.Accepted _ -> {}
            case Verdict.Replayed _ -> {
                standing.count(standing.counters().oneReplayed());
                return true;
            }
            case Verdict.Held(Instant until) -> {
                standing.become(new FollowState.Held(until), "its clock is too far ahead");
                Instant soonest = now.plus(setup.limits().look());
                Instant latest = now.plus(setup.limits().lastRetry());
                backoff.rest(
                        until.isBefore(soonest)
                                ? soonest
                                : until.isBefore(latest) ? until : latest);
            }
            case Verdict.Refused(Reason reason, String what) -> {
                standing.count(standing.counters().oneRefused());
                backoff.failed(
                        now, setup.limits().refusedRetry(), setup.limits().lastRefusedRetry());
                forget();
                standing.become(new FollowState.Refused(reason, what), what);
            }
        }
        return false;
    }

    /// Begins it, then waits for the one before: so the writer always has something to do.
    private boolean fold(VerifiedFrame frame, Delivery with) throws NotBelieved {
        Optional<Need> missing = Needs.unmet(frame, underway);
        if (missing.isPresent()) {
            return settleUnderway() && block(frame, with, missing.get());
        }
        Underway.Entry before = underway.replace(begin(frame, with));
        boolean goesOn = false;
        try {
            goesOn = before == null || settle(before);
        } finally {
            if (!goesOn) {
                underway.forget();
            }
        }
        return goesOn && (!isRelay() || settleUnderway());
    }

    private Underway.Entry begin(VerifiedFrame frame, Delivery with) {
        Blobs.Held held = blobs.hold();
        try {
            long stored = with.store(frame, held);
            return new Underway.Entry(frame, held, stored, into.begin(frame));
        } catch (RuntimeException e) { // all of it is passed on
            held.close();
            throw e;
        }
    }

    /// Waits for what is on its way into the journal; whether the stream goes on.
    private boolean settleUnderway() throws NotBelieved {
        Underway.Entry last = underway.replace(null);
        return last == null || settle(last);
    }

    private boolean settle(Underway.Entry entry) throws NotBelieved {
        VerifiedFrame frame = entry.frame();
        return switch (entry.await()) {
            case Import.Outcome.Done _ -> folded(frame, entry.stored());
            case Import.Outcome.Blocked blocked ->
                    block(
                            frame,
                            new Delivery(), // it was stored, or else is fetched
                            new Need(blocked.origin(), blocked.position()));
            case Import.Outcome.Refused refused ->
                    throw NotBelieved.because(Reason.NOT_FOLDED, refused.why());
        };
    }

    private boolean folded(VerifiedFrame frame, long stored) {
        standing.count(standing.counters().folded(frame.events().size(), stored));
        progressed = true;
        backoff.succeeded();
        if (isRelay()) {
            Optional<Need> need = needs.first(into);
            return need.isPresent()
                    && asked instanceof Expected.Relayed relayed
                    && need.get().origin().equals(relayed.origin());
        }
        standing.become(new FollowState.Following(), "events are folded");
        return true;
    }

    private boolean block(VerifiedFrame frame, Delivery with, Need need) throws NotBelieved {
        if (need.origin().equals(into.own())) {
            throw NotBelieved.because(
                    Reason.DIFFERS,
                    "the peer has event %s of this node, which lost it and began no new incarnation"
                            .formatted(need.position()));
        }
        if (!isRelay()) {
            pending = new Pending(frame, with);
            needs.clear();
            patience.begin(passing.instant());
        }
        needs.push(need);
        standing.become(waitFor(need, false), "its events come first");
        return false;
    }

    /// Nothing new. A relay that has not given what is needed by then has no more of it.
    private boolean rest(Promise now) {
        if (isRelay()) {
            if (needs.first(into).isPresent()) {
                fail("the peer has no more of what it was asked to relay");
            }
            return false;
        }
        standing.promised(now);
        backoff.succeeded();
        standing.become(new FollowState.Following(), "nothing is missing");
        return true;
    }

    private boolean trimmed(Position oldest) {
        if (isRelay()) {
            fail("the peer no longer has what it was asked to relay");
        } else {
            standing.become(
                    new FollowState.Trimmed(oldest), "the peer begins with event " + oldest);
            backoff.rest(passing.instant().plus(setup.limits().lastRetry()));
        }
        return false;
    }

    private boolean end(Message.Why why) throws NotBelieved {
        switch (why) {
            case TURN_OVER -> over();
            case CLOSING -> fail("the peer stops");
            case DAMAGED -> fail("the peer cannot read its own journal");
            case NOT_HERE -> fail("the peer has nothing of what it was asked for");
            case AHEAD ->
                    throw NotBelieved.because(
                            Reason.DIFFERS,
                            "the peer knows less of its own journal than this node");
        }
        return false;
    }

    /// The stream was cut, could not be opened, or its bytes are none.
    public void failed(IOException e) {
        conclude();
        String why = String.valueOf(e.getMessage());
        if (e instanceof BrokenStream broken && broken.fault() != BrokenStream.Fault.CUT) {
            settleVerdict(new Verdict.Refused(Reason.BROKEN_STREAM, why));
        } else {
            fail(why);
        }
        asked = null;
        status = describe();
    }

    /// The stream ended between two messages, or was closed because [#take] said so.
    public void ended() {
        conclude();
        if (asked != null) {
            over();
            asked = null;
        }
        status = describe();
    }

    private void over() {
        if (!progressed) {
            backoff.rest(passing.instant().plus(setup.limits().look()));
        }
        if (pending == null) {
            standing.become(new FollowState.Idle(), "the stream is over");
        }
    }

    private void fail(String why) {
        standing.count(standing.counters().oneFailed());
        backoff.failed(passing.instant(), setup.limits().firstRetry(), setup.limits().lastRetry());
        if (pending == null) {
            standing.become(new FollowState.Unreachable(why), why);
        }
    }

    /// What waits is asked for again.
    private void forget() {
        pending = null;
        needs.clear();
    }

    private FollowStatus describe() {
        return standing.describe(into, backoff.tries());
    }
}
