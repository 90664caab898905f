package dev.varve.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Where this server itself listens, by any address of this machine: what it fetches must never come from
/// itself.
final class OwnListeners implements Predicate<InetSocketAddress> {
    private final Set<Integer> ports = ConcurrentHashMap.newKeySet();

    void add(int port) {
        ports.add(port);
    }

    @Override
    public boolean test(InetSocketAddress address) {
        return ports.contains(address.getPort()) && isOfThisMachine(address.getAddress());
    }

    private static boolean isOfThisMachine(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true;
        }
    }
}
