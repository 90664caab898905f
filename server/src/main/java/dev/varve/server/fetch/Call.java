package dev.varve.server.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// One connection, one request. Nothing of whoever asked goes with it: no credentials, no cookies.
final class Call implements AutoCloseable {
    private static final int MOST_TRIES = 3;

    private final Head head;
    private final InputStream in;
    private final Socket socket;

    private Call(Head head, InputStream in, Socket socket) {
        this.head = head;
        this.in = in;
        this.socket = socket;
    }

    /// @param connect to open a connection, TLS included
    /// @param idle until the head of the answer, and without a byte of its body
    /// @param total what is left for all of it
    record Ways(
            Duration connect, Duration idle, Connector connector, SSLContext tls, Duration total) {
        Duration within(Duration limit) {
            return total.compareTo(limit) < 0 ? total : limit;
        }
    }

    /// Connects to one of these addresses and no other.
    ///
    /// @param request head and body as they are sent
    static Call open(FetchUrl url, List<InetSocketAddress> addresses, byte[] request, Ways ways)
            throws FetchFailure {
        Socket socket = connect(addresses, ways);
        Alarm alarm = new Alarm(socket, headWithin(ways));
        try (alarm) {
            socket.setSoTimeout(Math.toIntExact(ways.idle().toMillis()));
            Socket talking = url.secure() ? secured(url, socket, ways.tls()) : socket;
            talking.getOutputStream().write(request);
            talking.getOutputStream().flush();
            InputStream in = new BufferedInputStream(talking.getInputStream());
            return new Call(Head.read(in), in, talking);
        } catch (IOException e) {
            closeQuietly(socket);
            throw told(e, alarm);
        }
    }

    private static Duration headWithin(Ways ways) {
        return ways.within(ways.connect().plus(ways.idle()));
    }

    private static FetchFailure told(IOException e, Alarm alarm) {
        if (alarm.rang() || e instanceof SocketTimeoutException) {
            return PacedBody.tooSlow();
        }
        return switch (e) {
            case FetchFailure failure -> failure;
            case SSLException _ ->
                    FetchFailure.failed(
                            "The server could not prove that it is the host of the URL.");
            default -> FetchFailure.failed("The connection to the server broke.");
        };
    }

    private static Socket connect(List<InetSocketAddress> addresses, Ways ways)
            throws FetchFailure {
        boolean late = false;
        for (InetSocketAddress address : addresses.stream().limit(MOST_TRIES).toList()) {
            try {
                return ways.connector().connect(address, ways.within(ways.connect()));
            } catch (SocketTimeoutException e) {
                late = true;
            } catch (IOException e) {
                late = false;
            }
        }
        throw late ? PacedBody.tooSlow() : FetchFailure.failed("The server cannot be reached.");
    }

    /// Its certificate must be for the name in the URL, which the address does not show.
    private static Socket secured(FetchUrl url, Socket plain, SSLContext tls) throws IOException {
        String host = url.host().replace("[", "").replace("]", "");
        SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket(plain, host, url.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        if (url.literal() == null) {
            parameters.setServerNames(List.of(name(host)));
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static SNIHostName name(String host) throws FetchFailure {
        try {
            return new SNIHostName(host);
        } catch (IllegalArgumentException e) {
            throw FetchFailure.invalid("No certificate can be for the host of the URL.");
        }
    }

    static byte[] get(FetchUrl url) {
        return """
        GET %s HTTP/1.1
        Host: %s
        User-Agent: varve
        Accept: */*
        Accept-Encoding: identity
        Connection: close

        """
                .formatted(url.target(), url.authority())
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    Head head() {
        return head;
    }

    InputStream in() {
        return in;
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // What was to be read of it is read.
        }
    }
}
