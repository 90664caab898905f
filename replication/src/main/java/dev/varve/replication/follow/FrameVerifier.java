package dev.varve.replication.follow;

import dev.varve.log.Bytes;
import dev.varve.log.ClusterId;
import dev.varve.log.Envelope;
import dev.varve.log.Event;
import dev.varve.log.Hash256;
import dev.varve.log.Origin;
import dev.varve.log.Recorded;
import dev.varve.log.StoreException;
import dev.varve.log.codec.FormatLevels;
import dev.varve.log.codec.Frame;
import dev.varve.log.codec.RecordView;
import dev.varve.log.seal.CheckpointVerifier;
import dev.varve.replication.LayoutCodec;
import dev.varve.replication.ship.Suffix;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides whether a frame is what it has to be: the events that follow those known of an origin, as
/// that origin made and signed them. Changes nothing. For any number of threads.
public final class FrameVerifier {
    /// How far ahead of this node's clock events may be where nothing else was said.
    public static final Duration AHEAD = Duration.ofMinutes(15);

    private final ClusterId cluster;
    private final PeerKeys keys;
    private final InstantSource clock;
    private final Duration ahead;

    public FrameVerifier(ClusterId cluster, PeerKeys keys, InstantSource clock) {
        this(cluster, keys, clock, AHEAD);
    }

    /// @param ahead events of a time further ahead of this node's clock are not folded yet
    public FrameVerifier(ClusterId cluster, PeerKeys keys, InstantSource clock, Duration ahead) {
        this.cluster = cluster;
        this.keys = keys;
        this.clock = clock;
        this.ahead = ahead;
    }

    public Verdict check(Bytes bytes, Expected expected, History history) {
        try {
            return check(bytes, read(bytes), expected, history);
        } catch (NotBelieved e) {
            return e.verdict();
        } catch (StoreException.FromTheFuture e) {
            return new Verdict.Refused(Reason.FROM_THE_FUTURE, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return new Verdict.Refused(Reason.DAMAGED, String.valueOf(e.getMessage()));
        }
    }

    private static Frame read(Bytes bytes) throws NotBelieved {
        if (bytes.length() > Frame.MAX_LENGTH) {
            throw NotBelieved.because(
                    Reason.TOO_LARGE,
                    "a frame of %d bytes; the limit is %d"
                            .formatted(bytes.length(), Frame.MAX_LENGTH));
        }
        Frame frame = Frame.read(bytes);
        long length = frame.records().stream().mapToLong(RecordView::length).sum();
        if (length > Frame.MAX_BYTES && frame.records().size() > 1) {
            throw NotBelieved.because(
                    Reason.TOO_LARGE,
                    "%d records with %d bytes; the limit is %d"
                            .formatted(frame.records().size(), length, Frame.MAX_BYTES));
        }
        return frame;
    }

    private Verdict check(Bytes bytes, Frame frame, Expected expected, History history)
            throws NotBelieved {
        Envelope first = frame.records().getFirst().envelope();
        checkOrigin(frame.origin(), first, expected, history);
        Known known = history.known(frame.origin());
        Optional<Frame> news = Suffix.of(frame, known.position());
        if (news.isEmpty()) {
            return replayed(frame, known, history);
        }
        Predecessor before =
                known.isNothing()
                        ? Predecessor.ofNew(frame.origin(), first, history)
                        : Predecessor.of(known);
        checkRecords(news.get(), before);
        checkSignature(frame);
        return judge(
                new VerifiedFrame(news.get(), kept(bytes, frame, news.get()), decoded(news.get())));
    }

    /// As they came, unless they hold more than is news or are longer than records can be.
    private static Bytes kept(Bytes bytes, Frame frame, Frame news) {
        boolean whole = news.records().size() == frame.records().size();
        return whole && bytes.length() <= Frame.MAX_BYTES ? bytes : news.bytes();
    }

    private void checkOrigin(Origin origin, Envelope first, Expected expected, History history)
            throws NotBelieved {
        if (!first.cluster().equals(cluster)) {
            throw NotBelieved.because(
                    Reason.OTHER_CLUSTER, "events of the cluster " + first.cluster());
        }
        if (!origin.node().equals(expected.node())) {
            throw NotBelieved.because(Reason.OTHER_NODE, "events of " + origin);
        }
        switch (expected) {
            case Expected.Own own -> {
                Origin newest = history.newest(own.node()).orElse(origin);
                if (origin.incarnation() < newest.incarnation()) {
                    throw NotBelieved.because(
                            Reason.OLD_INCARNATION,
                            "events of %s, although %s is known".formatted(origin, newest));
                }
            }
            case Expected.Relayed relayed -> {
                if (!origin.equals(relayed.origin())) {
                    throw NotBelieved.because(
                            Reason.OTHER_ORIGIN,
                            "events of %s in place of %s".formatted(origin, relayed.origin()));
                }
            }
        }
    }

    /// What is known stays; but if it can be seen that this is something else, two journals claim to
    /// be of one origin.
    private static Verdict replayed(Frame frame, Known known, History history) throws NotBelieved {
        Optional<Hash256> chain =
                frame.last().equals(known.position())
                        ? Optional.of(known.chain())
                        : history.chainAfter(frame.origin(), frame.last());
        if (!chain.orElse(frame.root()).equals(frame.root())) {
            throw NotBelieved.because(
                    Reason.DIFFERS,
                    "the events of %s up to %s are not those that are known"
                            .formatted(frame.origin(), frame.last()));
        }
        return new Verdict.Replayed(frame.last());
    }

    private void checkRecords(Frame frame, Predecessor before) throws NotBelieved {
        if (frame.first().isAfter(before.position().next())) {
            throw NotBelieved.because(
                    Reason.GAP,
                    "event %s of %s comes after event %s"
                            .formatted(frame.first(), frame.origin(), before.position()));
        }
        RecordCheck check = new RecordCheck(cluster, frame.origin(), before);
        for (RecordView record : frame.records()) {
            check.take(record, record.envelope());
        }
        if (!check.chain().equals(frame.root())) {
            throw NotBelieved.because(
                    Reason.CHAIN,
                    "the records of %s from %s to %s lead to another root than was signed"
                            .formatted(frame.origin(), frame.first(), frame.last()));
        }
    }

    private void checkSignature(Frame frame) throws NotBelieved {
        Optional<Bytes> key = keys.key(frame.origin().node(), frame.keyId());
        if (key.isEmpty()) {
            throw NotBelieved.because(
                    Reason.UNKNOWN_KEY,
                    "events of %s, signed with its key %d"
                            .formatted(frame.origin(), frame.keyId()));
        }
        if (!CheckpointVerifier.verifyFrame(key.get(), frame.root(), frame.signature())) {
            throw NotBelieved.because(
                    Reason.SIGNATURE,
                    "the signature of the events of %s up to %s is wrong"
                            .formatted(frame.origin(), frame.last()));
        }
    }

    private static List<Recorded> decoded(Frame frame) {
        List<Recorded> events = new ArrayList<>(frame.records().size());
        for (RecordView record : frame.records()) {
            events.add(record.recorded());
            checkReadable(events.getLast().event());
        }
        return events;
    }

    /// A layout is read at every start: what was folded and cannot be read would leave this node without
    /// one. What follows a newer level could not be read.
    private static void checkReadable(Event event) {
        if (event instanceof Event.ClusterChanged changed) {
            LayoutCodec.read(changed.layout());
        } else if (event instanceof Event.FormatLevelRaised(int level)
                && level > FormatLevels.READ) {
            throw new StoreException.FromTheFuture(
                    "forms of level %d are in use, and this release reads level %d: start a newer one"
                            .formatted(level, FormatLevels.READ));
        }
    }

    private Verdict judge(VerifiedFrame frame) {
        Instant until = frame.after().time().instant().minus(ahead);
        return until.isAfter(clock.instant())
                ? new Verdict.Held(until)
                : new Verdict.Accepted(frame);
    }
}
