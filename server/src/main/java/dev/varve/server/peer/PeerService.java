package dev.varve.server.peer;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.PinnedBlob;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.log.codec.FormatLevels;
import dev.varve.replication.Bandwidth;
import dev.varve.replication.ship.BlobWish;
import dev.varve.replication.ship.JournalSource;
import dev.varve.replication.ship.Request;
import dev.varve.replication.ship.SmallBlobs;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.ClusterKeys;
import dev.varve.server.store.ClusterLayouts;
import dev.varve.server.store.CurrentLayout;
import dev.varve.server.store.Varve;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// What this node does for other members.
public final class PeerService implements AutoCloseable {
    private final Varve varve;
    private final ClusterKeys keys;
    private final ClusterLayouts layouts;
    private final JournalSource source;
    private final ClusterSecret secret;
    private final Wanted wanted;
    private final Acks acks;
    private final Bandwidth out;
    private final Welcoming welcoming;
    private final int maxFollowers;
    private final SeedOffers seeds;
    private final AtomicInteger followers = new AtomicInteger();
    private volatile Consumer<NodeId> asked = _ -> {};
    private volatile boolean closed;

    /// @param out how much of the network others may have of this node
    public PeerService(
            Varve varve,
            ClusterSecret secret,
            Wanted wanted,
            Acks acks,
            Bandwidth out,
            Welcoming welcoming,
            int maxFollowers) {
        this.varve = varve;
        this.secret = secret;
        this.wanted = wanted;
        this.keys = varve.clusterKeys();
        this.layouts = varve.layouts(Provenance.SYSTEM);
        this.acks = acks;
        this.out = out;
        this.welcoming = welcoming;
        this.maxFollowers = maxFollowers;
        this.source =
                new JournalSource(
                        varve.journal(),
                        keys.signer(),
                        SmallBlobs.of(varve.blobs()),
                        FormatLevels.READ);
        this.seeds = new SeedOffers(varve, source, out);
    }

    boolean isMember(HttpRequest request) {
        return secret.get().filter(known -> PeerToken.of(known).isIn(request)).isPresent();
    }

    PeerIdentity identity() {
        long epoch = layouts.current().map(current -> current.layout().epoch()).orElse(0L);
        return new PeerIdentity(
                varve.journal().cluster(), varve.journal().origin(), FormatLevels.READ, epoch);
    }

    /// The newest event of this node that others are to fold: what comes after it they do not need.
    Position news() {
        return source.promise().position();
    }

    /// @param other told of each member that begins to follow
    void whenAsked(Consumer<NodeId> other) {
        asked = other;
    }

    /// Keys that members share, for one who is a member.
    Bytes keys() {
        return keys.sealed(secret.getOrBegin());
    }

    HttpResponse.Content stream(NodeId by, Request request, boolean withBytes) {
        requireIn(by);
        asked.accept(by);
        if (followers.incrementAndGet() > maxFollowers) {
            followers.decrementAndGet();
            throw new Failed(
                    ErrorCode.SLOW_DOWN, maxFollowers + " members follow this one already.");
        }
        BlobWish wish =
                withBytes
                        ? (recorded, blob) -> wanted.by(by, recorded.event(), blob)
                        : BlobWish.NONE;
        return new JournalStream(
                source.ship(request, wish), out, () -> !closed, followers::decrementAndGet);
    }

    /// Who was removed is told so, even if it still knows the secret.
    private void requireIn(NodeId by) {
        Optional<CurrentLayout> current = layouts.current();
        if (current.isPresent() && current.get().layout().member(by).isEmpty()) {
            throw new Failed(
                    ErrorCode.ACCESS_DENIED, by + " does not belong to the cluster any more.");
        }
    }

    /// @param origin whose journal it is about; only this node's matters here
    void told(Origin origin, Acks.Told told) {
        requireIn(told.by().node());
        if (origin.equals(varve.journal().origin())) {
            acks.told(told);
        }
    }

    Optional<PinnedBlob> pin(BlobId id) {
        return varve.blobs().pin(id);
    }

    /// With what a new node may begin.
    SeedOffer seed(NodeId by) {
        requireIn(by);
        return seeds.now();
    }

    /// The bytes of a snapshot from there on; empty where it is not here.
    Optional<HttpResponse.Content> snapshot(NodeId by, Position position, long from) {
        requireIn(by);
        try {
            return seeds.answer(position, from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse.Content answer(PinnedBlob blob, long from) {
        return new BlobAnswer(blob, from, out);
    }

    Bytes join(HttpRequest request) {
        return welcoming.join(request);
    }

    /// Streams end within moments.
    @Override
    public void close() {
        closed = true;
    }
}
