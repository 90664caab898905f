package dev.varve.server;

import dev.varve.server.config.ClusterSettings;
import dev.varve.server.config.ListenAddress;
import dev.varve.server.config.Secret;
import dev.varve.server.config.ServerConfig;
import dev.varve.server.peer.PeerSettings;
import java.net.URI;

/// Brings configuration into the form that the rooms for other members take.
final class PeerSetup {
    private PeerSetup() {}

    static PeerSettings of(ServerConfig config) {
        ClusterSettings cluster = config.cluster();
        ListenAddress listen = config.listen();
        return new PeerSettings(
                cluster.name().orElse("node-" + listen.port()),
                cluster.advertise().orElseGet(() -> url(config)),
                cluster.token().map(Secret::reveal),
                cluster.bootstrapToken().map(Secret::reveal),
                cluster.join().map(URI::create).stream().toList(),
                cluster.replace(),
                cluster.traffic().bandwidth(),
                cluster.traffic().maxFollowers(),
                cluster.times().relayAfter(),
                cluster.times().clockLimit(),
                cluster.times().purgeGrace(),
                cluster.ack());
    }

    private static String url(ServerConfig config) {
        return config.listen().url(config.tls().isPresent()).replaceAll("/$", "");
    }
}
