package dev.varve.replication.follow;

import dev.varve.log.ClusterId;
import dev.varve.log.Envelope;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.codec.EventType;
import dev.varve.log.codec.Extensions;
import dev.varve.log.codec.RecordView;
import dev.varve.log.seal.Chain;

/// Follows the records of one frame, each of which has to continue the one before.
final class RecordCheck {
    private final ClusterId cluster;
    private final Origin origin;
    private final Chain hasher = new Chain();
    private Position position;
    private Hash256 chain;
    private HybridTime time;

    RecordCheck(ClusterId cluster, Origin origin, Predecessor before) {
        this.cluster = cluster;
        this.origin = origin;
        this.position = before.position();
        this.chain = before.chain();
        this.time = before.time();
    }

    /// The chain after the records so far.
    Hash256 chain() {
        return chain;
    }

    void take(RecordView record, Envelope envelope) throws NotBelieved {
        checkOwner(envelope);
        checkPlace(envelope);
        checkPayload(record, envelope);
        if (!Extensions.chainBefore(envelope).orElse(chain).equals(chain)) {
            throw refused(Reason.CHAIN, envelope, "states another chain before it");
        }
        position = envelope.position();
        time = envelope.time();
        chain = hasher.next(chain, record.header());
    }

    private void checkOwner(Envelope envelope) throws NotBelieved {
        if (!envelope.cluster().equals(cluster)) {
            throw refused(Reason.OTHER_CLUSTER, envelope, "is of " + envelope.cluster());
        }
        if (!envelope.origin().equals(origin)) {
            throw refused(Reason.OTHER_ORIGIN, envelope, "is of " + envelope.origin());
        }
    }

    private void checkPlace(Envelope envelope) throws NotBelieved {
        if (!envelope.position().equals(position.next())) {
            throw refused(Reason.REORDERED, envelope, "comes after event " + position);
        }
        if (envelope.time().compareTo(time) <= 0) {
            throw refused(Reason.REORDERED, envelope, "is of no later time than the one before");
        }
    }

    /// Events that a peer took over from others come thin, and no others do.
    private void checkPayload(RecordView record, Envelope envelope) throws NotBelieved {
        boolean isImport = envelope.payloadType() == EventType.EVENTS_IMPORTED.number();
        if (record.isWithheld() != isImport
                || isImport != Extensions.imported(envelope).isPresent()) {
            throw refused(Reason.WITHHELD, envelope, "has or lacks a payload and should not");
        }
        if (!isImport
                && !hasher.commitment(record.nonce(), record.payload())
                        .equals(envelope.commitment())) {
            throw refused(Reason.COMMITMENT, envelope, "has another payload than was committed to");
        }
    }

    private NotBelieved refused(Reason reason, Envelope envelope, String what) {
        return NotBelieved.because(
                reason, "event %s of %s %s".formatted(envelope.position(), origin, what));
    }
}
