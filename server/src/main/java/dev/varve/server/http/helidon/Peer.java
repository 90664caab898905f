package dev.varve.server.http.helidon;

import io.helidon.common.socket.PeerInfo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.Principal;
import java.security.cert.Certificate;
import java.util.Optional;

/// One end of a connection, by number: nothing here asks a name server.
record Peer(InetSocketAddress address) implements PeerInfo {
    static Peer of(SocketAddress address) throws IOException {
        if (address instanceof InetSocketAddress internet) {
            return new Peer(internet);
        }
        throw new IOException("Not an internet address: " + address);
    }

    @Override
    public String host() {
        return address.getAddress().getHostAddress();
    }

    @Override
    public int port() {
        return address.getPort();
    }

    @Override
    public Optional<Principal> tlsPrincipal() {
        return Optional.empty();
    }

    @Override
    public Optional<Certificate[]> tlsCertificates() {
        return Optional.empty();
    }
}
