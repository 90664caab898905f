package dev.varve.replication.ship;

import dev.varve.log.Envelope;
import dev.varve.log.Hash256;
import dev.varve.log.HybridTime;
import dev.varve.log.Journal;
import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.codec.Frame;
import dev.varve.log.seal.CheckpointSigner;

/// Gives peers what they ask for of this node's journal: its own events, and on request those of
/// another origin as this node took them over. For any number of threads; it has nothing to close.
public final class JournalSource {
    private final Journal journal;
    private final CheckpointSigner signer;
    private final SmallBlobs blobs;
    private final int formatLevel;
    private final News news;
    private final ChainPoints chains;

    /// @param signer has the key that the node is known by
    /// @param formatLevel the newest forms that this release reads
    public JournalSource(
            Journal journal, CheckpointSigner signer, SmallBlobs blobs, int formatLevel) {
        this.journal = journal;
        this.signer = signer;
        this.blobs = blobs;
        this.formatLevel = formatLevel;
        this.news = new News(journal);
        this.chains = new ChainPoints(journal);
    }

    /// Begins to answer. What cannot be had is said in the messages.
    public Shipment ship(Request request, BlobWish wish) {
        boolean own = !request.relay() || request.origin().equals(journal.origin());
        Progress progress =
                own
                        ? new OwnProgress(journal, signer, news, chains, request)
                        : new RelayProgress(journal, request);
        return new JournalShipment(journal, hello(), progress, frame -> parcel(frame, wish));
    }

    private Parcel parcel(Frame frame, BlobWish wish) {
        return new Parcel(frame, wish, blobs);
    }

    private Message.Hello hello() {
        return new Message.Hello(
                journal.cluster(),
                journal.origin(),
                formatLevel,
                journal.durable(),
                news.promise());
    }

    /// What the journal was after one of its events, for who goes on from there.
    ///
    /// @param position that is durable, or [Position#NONE]
    /// @throws StoreException.Trimmed when the events after it are not all here
    public ChainEnd endAt(Position position) {
        Hash256 root = chains.before(position.next());
        return new ChainEnd(
                position, root, timeOf(position), signer.keyId(), signer.signFrame(root));
    }

    /// Of an event that went, when it was trimmed to just behind it, the last time before the next one.
    private HybridTime timeOf(Position position) {
        if (position.isNone()) {
            return HybridTime.ZERO;
        }
        if (journal.oldest().isAfter(position)) {
            HybridTime next = Records.at(journal, position.next()).envelope().time();
            return new HybridTime(next.packed() - 1);
        }
        return Records.at(journal, position).envelope().time();
    }

    /// What this node can say of its journal now.
    public Promise promise() {
        return news.promise();
    }

    /// Whether others are to fold an event of a journal: what they do not is no loss to them.
    public static boolean isNews(Envelope envelope) {
        return Records.isNews(envelope);
    }
}
