package dev.varve.server.peer;

import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import dev.varve.log.Provenance;
import dev.varve.replication.Bandwidth;
import dev.varve.server.cluster.ClusterStatus;
import dev.varve.server.consumers.Chore;
import dev.varve.server.http.Handler;
import dev.varve.server.store.Ack;
import dev.varve.server.store.Knowing;
import dev.varve.server.store.Others;
import dev.varve.server.store.Varve;
import java.time.Duration;
import java.time.InstantSource;

/// All of a node that deals with other members, wired together.
public final class ClusterDoor implements AutoCloseable {
    private static final Duration TRY_ABSENT = Duration.ofSeconds(5);

    private final Varve varve;
    private final Acks acks = new Acks();
    private final PeerService service;
    private final Members members;
    private final PeerBytes bytes;
    private final Backfilling backfill;
    private final OwedBytes owed;

    public ClusterDoor(Varve varve, PeerSettings settings, InstantSource clock) {
        this.varve = varve;
        Bandwidth in = new Bandwidth(settings.bandwidth());
        ClusterSecret secret = new ClusterSecret(varve.clusterKeys(), settings.token());
        Wanted wanted = new Wanted(varve.layouts(Provenance.SYSTEM), varve.imports());
        this.service =
                new PeerService(
                        varve,
                        secret,
                        wanted,
                        acks,
                        new Bandwidth(settings.bandwidth()),
                        new Welcoming(varve, settings, this::answers),
                        settings.maxFollowers());
        this.members =
                new Members(
                        varve, secret, settings, acks, in, this::complete, service::news, clock);
        service.whenAsked(members::wake);
        Fetching fetching = new Fetching(varve.blobs(), () -> members.clients().values(), in);
        this.bytes = new PeerBytes(varve, wanted, fetching);
        bytes.whenReached(members::tellHowFar);
        this.backfill = new Backfilling(varve, wanted, bytes);
        this.owed = new OwedBytes(varve, backfill, () -> !members.clients().isEmpty());
        varve.healWith(fetching);
        varve.know(known());
        varve.trimBehind(node -> acks.of(node).map(told -> told.held().events()));
        Ack ack = settings.ack();
        if (ack.peers() > 0) {
            varve.answerThrough(_ -> acks.await(service.news(), ack.peers(), ack.within()));
        }
    }

    private Others known() {
        return new Others() {
            @Override
            public Knowing asked() {
                return new Knowledge(service.news(), members::others);
            }

            @Override
            public HybridTime heard() {
                return members.heard();
            }
        };
    }

    private boolean answers(NodeId node) {
        return members.status().stream()
                .anyMatch(status -> status.peer().equals(node) && status.state().answers());
    }

    private Position complete(Origin origin, Position events) {
        return owed.hasSeed() ? bytes.complete(origin, events) : Position.NONE;
    }

    /// Begins to follow others; once this node can answer them.
    public void start() {
        varve.consumers().add(bytes);
        varve.consumers()
                .add(
                        Chore.of(
                                "peer-bytes-absent",
                                "tries bytes again that no member had",
                                TRY_ABSENT,
                                run -> run.figure("absent", bytes.tryAgain())));
        varve.consumers().add(owed.chore());
        members.start();
    }

    /// Position of the newest event of this node that others are to fold.
    public Position news() {
        return service.news();
    }

    public Handler handler() {
        return new PeerHandler(service);
    }

    public ClusterStatus status() {
        return new PeersStatus(members, acks, service::news, backfill);
    }

    /// Those who follow come back to the next process.
    public void drain() {
        service.close();
    }

    @Override
    public void close() {
        members.close();
    }
}
