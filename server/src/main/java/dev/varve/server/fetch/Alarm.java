package dev.varve.server.fetch;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

/// Closes a socket when its time is over, whatever somebody waits for on it: a timeout of single reads
/// starts anew with each byte.
final class Alarm implements AutoCloseable {
    private final Socket socket;
    private final Thread thread;
    private volatile boolean rang;

    Alarm(Socket socket, Duration after) {
        this.socket = socket;
        this.thread = Thread.ofVirtual().name("varve-fetch-alarm").start(() -> ring(after));
    }

    private void ring(Duration after) {
        try {
            Thread.sleep(after.isNegative() ? Duration.ZERO : after);
            rang = true;
            socket.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            rang = true;
        }
    }

    /// Whether it was this that closed the socket.
    boolean rang() {
        return rang;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
