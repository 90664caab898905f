package dev.varve.tools.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/// What files cost at the least to get from here to there over HTTP: read and sent as they are, received
/// and written as they come, each with one sync at its end. Nothing is checked.
final class PlainCopy implements AutoCloseable {
    private static final int BUFFER = 64 << 10;

    private final List<Path> files;
    private final HttpServer server;

    private PlainCopy(List<Path> files, HttpServer server) {
        this.files = files;
        this.server = server;
    }

    /// Of all files in a directory.
    static PlainCopy of(Path directory) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        try (Stream<Path> walk = Files.walk(directory)) {
            List<Path> files = walk.filter(Files::isRegularFile).toList();
            server.createContext("/", exchange -> send(exchange, files));
            server.start();
            return new PlainCopy(files, server);
        }
    }

    private static void send(HttpExchange exchange, List<Path> files) throws IOException {
        Path file = files.get(Integer.parseInt(exchange.getRequestURI().getPath().substring(1)));
        try (InputStream in = Files.newInputStream(file)) {
            exchange.sendResponseHeaders(200, Files.size(file));
            OutputStream out = exchange.getResponseBody();
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } finally {
            exchange.close();
        }
    }

    /// Copies them, and answers how many bytes.
    long into(Path directory, Watch watch) throws IOException {
        Files.createDirectories(directory);
        long bytes = 0;
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 0; i < files.size(); i++) {
                URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + i);
                HttpResponse<InputStream> answer =
                        client.send(
                                HttpRequest.newBuilder(uri).build(),
                                HttpResponse.BodyHandlers.ofInputStream());
                bytes += receive(answer.body(), directory.resolve(Integer.toString(i)));
                watch.at("plain copy", i + 1L, files.size());
            }
            return bytes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static long receive(InputStream from, Path to) throws IOException {
        try (InputStream in = from;
                FileChannel out =
                        FileChannel.open(
                                to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                ByteBuffer some = ByteBuffer.wrap(buffer, 0, read);
                while (some.hasRemaining()) {
                    out.write(some);
                }
            }
            out.force(true);
            return out.size();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
