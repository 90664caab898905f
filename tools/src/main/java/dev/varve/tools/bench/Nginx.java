package dev.varve.tools.bench;

import dev.varve.tools.s3.ProcessUse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// An nginx of one process that sends files with sendfile: what a GET costs at the least.
final class Nginx implements AutoCloseable {
    private static final Pattern COLON = Pattern.compile(":");
    private final Process process;
    private final InetSocketAddress address;

    private Nginx(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    static Optional<Path> program() {
        return COLON.splitAsStream(System.getenv().getOrDefault("PATH", "") + ":/usr/sbin")
                .map(directory -> Path.of(directory, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// @param directory where it works; it serves what is in `files` there
    static Nginx start(Path program, Path directory) throws IOException {
        int port = freePort();
        Files.createDirectories(directory.resolve("files"));
        Files.createDirectories(directory.resolve("tmp"));
        Files.writeString(directory.resolve("nginx.conf"), config(port));
        Process process =
                new ProcessBuilder(
                                program.toString(),
                                "-p",
                                directory.toAbsolutePath() + "/",
                                "-c",
                                "nginx.conf")
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("out.log").toFile())
                        .start();
        Nginx nginx =
                new Nginx(process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        nginx.awaitListening();
        return nginx;
    }

    private static String config(int port) {
        return """
        daemon off;
        master_process off;
        worker_processes 1;
        pid nginx.pid;
        error_log error.log;
        events { worker_connections 1024; }
        http {
            access_log off;
            sendfile on;
            tcp_nopush on;
            tcp_nodelay on;
            keepalive_requests 100000000;
            client_body_temp_path tmp;
            proxy_temp_path tmp;
            fastcgi_temp_path tmp;
            uwsgi_temp_path tmp;
            scgi_temp_path tmp;
            server { listen 127.0.0.1:%d; root files; }
        }
        """
                .formatted(port);
    }

    /// One that was free a moment ago.
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitListening() throws IOException {
        for (int i = 0; i < 200 && process.isAlive(); i++) {
            try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException e) {
                pause();
            }
        }
        close();
        throw new IOException("nginx does not listen");
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    InetSocketAddress address() {
        return address;
    }

    Duration cpu() {
        return ProcessUse.of(process.pid()).cpu();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
