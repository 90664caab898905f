package dev.varve.replication;

import dev.varve.log.Bytes;
import dev.varve.log.NodeId;
import dev.varve.replication.follow.BlobProof;
import dev.varve.replication.follow.FollowLimits;
import dev.varve.replication.follow.Following;
import dev.varve.replication.follow.FrameVerifier;
import dev.varve.replication.follow.Step;
import dev.varve.replication.ship.BlobWish;
import dev.varve.replication.ship.Message;
import dev.varve.replication.ship.Shipment;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Lets one node follow another without anything between them.
public final class Pair {
    private Pair() {}

    public static FrameVerifier verifier(InstantSource clock, Map<NodeId, Bytes> keys) {
        return new FrameVerifier(
                Node.CLUSTER,
                (node, keyId) ->
                        keyId == 3 ? Optional.ofNullable(keys.get(node)) : Optional.empty(),
                clock);
    }

    public static Following following(
            Node peer, Node follower, InstantSource clock, Map<NodeId, Bytes> keys) {
        return new Following(
                new Following.Setup(
                        Node.CLUSTER,
                        peer.id,
                        verifier(clock, keys),
                        BlobProof.SHARED,
                        clock,
                        new Random(1),
                        FollowLimits.DEFAULT),
                follower,
                follower);
    }

    /// All that `peer` has for `follower` now.
    public static Following exchange(Node peer, Node follower) {
        TestClock clock = new TestClock();
        Following following =
                following(peer, follower, clock, Map.of(peer.id, peer.keys.publicKey()));
        run(following, peer);
        return following;
    }

    /// Does what a follower says next, once; false when it only wants to wait.
    public static boolean run(Following following, Node peer) {
        if (!(following.next() instanceof Step.Ask(var request))) {
            return false;
        }
        try (Shipment shipment = peer.source.ship(request, BlobWish.ALL)) {
            while (true) {
                Message message = shipment.next(Duration.ZERO);
                if (!following.take(message) || message instanceof Message.Heartbeat) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        following.ended();
        return true;
    }
}
