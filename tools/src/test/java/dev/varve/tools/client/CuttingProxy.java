package dev.varve.tools.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;

/// Hands connections on to a server, and cuts each after so many bytes of answers or requests.
public final class CuttingProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final URI server;
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private volatile long mostAsked = Long.MAX_VALUE;
    private volatile long mostAnswered = Long.MAX_VALUE;

    public CuttingProxy(URI server) throws IOException {
        this.server = server;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::run);
    }

    public String address() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /// Of each connection from now on.
    public CuttingProxy cutAnswersAfter(long bytes) {
        mostAnswered = bytes;
        return this;
    }

    public CuttingProxy cutRequestsAfter(long bytes) {
        mostAsked = bytes;
        return this;
    }

    /// How many bytes of answers went through.
    public long answered() {
        return answered.get();
    }

    public long asked() {
        return asked.get();
    }

    private void run() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Socket onward = new Socket(server.getHost(), server.getPort());
                long requests = mostAsked;
                long answers = mostAnswered;
                Thread.ofVirtual().start(() -> pump(client, onward, requests, asked));
                Thread.ofVirtual().start(() -> pump(onward, client, answers, answered));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void pump(Socket from, Socket to, long most, AtomicLong count) {
        byte[] buffer = new byte[8 << 10];
        long left = most;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (left > 0) {
                int got = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (got < 0) {
                    return;
                }
                out.write(buffer, 0, got);
                out.flush();
                count.addAndGet(got);
                left -= got;
            }
        } catch (IOException e) {
            return; // the other side was cut
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
