package dev.varve.server.http.ops;

import java.util.List;

/// How this node and the other members of its cluster get on. Cheap to ask, from any thread.
@FunctionalInterface
public interface ClusterGauges {
    /// None where it is on its own.
    List<PeerGauge> peers();

    /// One way between this node and a member.
    ///
    /// @param member the id of its node
    /// @param direction whether events come from it or go to it
    /// @param lagEvents that the receiver lacks
    /// @param lagSeconds since the oldest of them was recorded
    /// @param trouble whether it does not go on by itself
    record PeerGauge(
            String member, String direction, long lagEvents, double lagSeconds, boolean trouble) {}
}
