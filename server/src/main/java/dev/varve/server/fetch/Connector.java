package dev.varve.server.fetch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;

/// Opens connections to addresses that were checked.
@FunctionalInterface
public interface Connector {
    Connector DIRECT = Connector::direct;

    Socket connect(InetSocketAddress address, Duration within) throws IOException;

    private static Socket direct(InetSocketAddress address, Duration within) throws IOException {
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.connect(address, Math.toIntExact(Math.max(1, within.toMillis())));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
