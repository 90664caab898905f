package dev.varve.server.fetch;

import dev.varve.server.http.tls.TestKeys;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A server that answers each request as it is told, byte for byte.
public final class OtherServer implements AutoCloseable {
    /// Writes an answer to a request.
    @FunctionalInterface
    public interface Answer {
        void to(String request, OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket listening;
    private final Answer answer;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<SNIServerName> names = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private OtherServer(ServerSocket listening, Answer answer) {
        this.listening = listening;
        this.answer = answer;
        Thread.ofVirtual().name("other-server").start(this::serve);
    }

    public static OtherServer start(Answer answer) {
        try {
            return new OtherServer(bound(new ServerSocket()), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One that answers everything with this text.
    public static OtherServer answering(String text) {
        return start((request, out) -> write(out, text));
    }

    static OtherServer secure(TestKeys keys, Answer answer) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("k", keys.key(), new char[0], new Certificate[] {keys.certificate()});
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), null, null);
            return new OtherServer(
                    bound(context.getServerSocketFactory().createServerSocket()), answer);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServerSocket bound(ServerSocket socket) throws IOException {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        return socket;
    }

    /// Line ends are those of HTTP.
    public static void write(OutputStream out, String text) throws IOException {
        out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private void serve() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            String request = head(new BufferedInputStream(socket.getInputStream()));
            if (socket instanceof SSLSocket tls
                    && tls.getSession() instanceof ExtendedSSLSession session) {
                names.addAll(session.getRequestedServerNames());
            }
            requests.add(request);
            answer.to(request, socket.getOutputStream());
            if (socket instanceof SSLSocket tls) {
                tls.shutdownOutput();
            }
        } catch (IOException e) {
            // The other side went away, as tests make it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("no request");
            }
            head.write(c);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    public int port() {
        return listening.getLocalPort();
    }

    List<String> requests() {
        return requests;
    }

    List<SNIServerName> names() {
        return names;
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
