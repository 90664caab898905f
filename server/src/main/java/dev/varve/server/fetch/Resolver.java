package dev.varve.server.fetch;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/// Finds the addresses of names. Asked once for each hop; what it says later does not count.
@FunctionalInterface
public interface Resolver {
    Resolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

    /// @throws IOException when the name has no address
    List<InetAddress> resolve(String host) throws IOException;
}
