package dev.varve.server;

import dev.varve.server.cluster.ClusterStatus;
import dev.varve.server.cluster.PeerStatus;
import dev.varve.server.http.ops.ClusterGauges;
import java.util.List;
import java.util.Locale;

/// The figures of the cluster for metrics.
record ClusterFigures(ClusterStatus status) implements ClusterGauges {
    @Override
    public List<PeerGauge> peers() {
        return status.peers().stream().map(ClusterFigures::gauge).toList();
    }

    private static PeerGauge gauge(PeerStatus peer) {
        boolean trouble =
                switch (peer.state()) {
                    case FAILED, HELD -> true;
                    case LEVEL, CATCHING_UP, WAITING, CONNECTING, PAUSED -> false;
                };
        return new PeerGauge(
                peer.node().toString(),
                peer.direction().name().toLowerCase(Locale.ROOT),
                peer.lag().events(),
                peer.lag().time().toMillis() / 1000.0,
                trouble);
    }
}
