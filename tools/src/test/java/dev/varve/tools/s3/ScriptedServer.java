package dev.varve.tools.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/// Answers each connection with the next text of a list, piece by piece, then closes it; whatever is
/// asked. What is asked is kept.
public final class ScriptedServer implements AutoCloseable {
    private final ServerSocket listener;
    private final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final Thread thread;

    /// @param answers for each connection; `@` is a short pause, so that pieces come apart
    public ScriptedServer(String... answers) throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread = Thread.ofPlatform().daemon(true).start(() -> run(List.of(answers)));
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /// What came first on each connection.
    public LinkedBlockingQueue<String> asked() {
        return asked;
    }

    private void run(List<String> answers) {
        for (String answer : answers) {
            try (Socket socket = listener.accept()) {
                byte[] request = new byte[8 << 10];
                int read = socket.getInputStream().read(request);
                asked.add(new String(request, 0, Math.max(read, 0), StandardCharsets.ISO_8859_1));
                answer(socket.getOutputStream(), answer);
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void answer(OutputStream out, String answer) throws IOException {
        for (String piece : answer.split("@", -1)) {
            out.write(piece.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        try {
            thread.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
