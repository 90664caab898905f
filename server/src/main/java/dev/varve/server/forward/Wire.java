package dev.varve.server.forward;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// One connection to a member, for one request after another. A thread of its own waits for the head of
/// the next answer, even while nothing is asked: so the end of a connection is noticed before it is used
/// again, and an answer that comes before a body is sent whole.
///
/// Nothing on a socket ends by itself when the other end is silent: whoever watches it closes it then.
final class Wire implements AutoCloseable {
    private static final int BUFFER = 16 << 10;

    private final Socket plain;
    private final InputStream in;
    private final OutputStream out;
    private final boolean used;
    private final CompletableFuture<Boolean> wanted = new CompletableFuture<>();
    private final CompletableFuture<AnswerHead> answer = new CompletableFuture<>();
    private final long since = System.nanoTime();
    private volatile long due;
    private volatile boolean late;

    /// @param plain below `socket`; the same without TLS
    private Wire(Socket plain, Socket socket) throws IOException {
        this.plain = plain;
        this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
        this.out = socket.getOutputStream();
        this.used = false;
    }

    private Wire(Wire before) {
        this.plain = before.plain;
        this.in = before.in;
        this.out = before.out;
        this.used = true;
    }

    static Wire open(URI url, Duration within, SSLContext tls) throws IOException {
        boolean secure = "https".equals(url.getScheme());
        String host = url.getHost().replace("[", "").replace("]", "");
        int port = url.getPort() >= 0 ? url.getPort() : secure ? 443 : 80;
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        int millis = Math.toIntExact(within.toMillis());
        Socket plain = new Socket(Proxy.NO_PROXY);
        try {
            plain.setTcpNoDelay(true);
            plain.connect(address, millis);
            Socket socket = secure ? secured(plain, host, port, millis, tls) : plain;
            return new Wire(plain, socket).listening();
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    private static Socket secured(Socket plain, String host, int port, int millis, SSLContext tls)
            throws IOException {
        plain.setSoTimeout(millis);
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        plain.setSoTimeout(0);
        return socket;
    }

    private Wire listening() {
        Thread.ofVirtual().name("varve-forward-answer").start(this::await);
        return this;
    }

    private void await() {
        try {
            AnswerHead head = AnswerHead.read(in);
            while (head.isInterim()) {
                wanted.complete(head.status() == 100);
                head = AnswerHead.read(in);
            }
            answer.complete(head);
        } catch (IOException e) {
            answer.completeExceptionally(e);
        }
        wanted.complete(false);
    }

    /// The same connection for the next request; this one is at its end.
    Wire next() {
        return new Wire(this).listening();
    }

    /// Whether something was asked on it before.
    boolean wasUsed() {
        return used;
    }

    /// Whether there is an answer, or there will be none.
    boolean isAnswered() {
        return answer.isDone();
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    /// Called again and again by whoever watches.
    void check(long now) {
        long limit = due;
        if (limit != 0 && now - limit > 0) {
            late = true;
            close();
        }
    }

    /// Whether it was given up because the other end was silent.
    boolean isLate() {
        return late;
    }

    void write(byte[] bytes, int offset, int length, Duration within) throws IOException {
        begin(within);
        try {
            out.write(bytes, offset, length);
            out.flush();
        } finally {
            due = 0;
        }
    }

    int read(InputStream from, byte[] into, int most, Duration within) throws IOException {
        begin(within);
        try {
            return from.read(into, 0, most);
        } finally {
            due = 0;
        }
    }

    private void begin(Duration within) {
        long limit = System.nanoTime() + within.toNanos();
        due = limit == 0 ? 1 : limit;
    }

    /// Waits until the other end asks for the body.
    ///
    /// @return false where it answered without
    boolean awaitWanted(Duration within) throws IOException {
        try {
            return wanted.get(within.toMillis(), TimeUnit.MILLISECONDS) || !isAnswered();
        } catch (TimeoutException e) {
            return !isAnswered(); // one that never says it may be served all the same
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    AnswerHead awaitAnswer(Duration within) throws IOException {
        try {
            return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            late = true;
            throw new IOException("no answer in time", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof EOFException
                    ? new EOFException("the connection ended")
                    : new IOException("the connection broke", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        close();
        return new IOException("interrupted", e);
    }

    InputStream in() {
        return in;
    }

    /// At once, without the farewell of TLS: for that the other end would have to read.
    @Override
    public void close() {
        try {
            plain.close();
        } catch (IOException e) {
            // What was to be said on it is said.
        }
    }
}
