package dev.varve.tools.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.varve.server.store.Webhooks;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A receiver of webhooks that fails, hangs, answers slowly and restarts, and remembers what it was told:
/// what it took, and what it was told without saying so. On this machine alone.
final class HookReceiver implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration HANG = Duration.ofSeconds(3);
    static final String OUT_OF_ORDER = "out of order";
    private static final int LONGEST_LINE = 16 << 10;

    private final int port;
    private final SplittableRandom random;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<String, List<Told>> byKey = new HashMap<>();
    private final Set<String> ids = new HashSet<>();
    private final List<String> wrong = new ArrayList<>();
    private volatile String secret = "";
    private volatile ServerSocket listening;
    private volatile boolean closed;
    private long requests;
    private int away;
    private long failures;

    /// @param etag of the object; empty for what made none
    private record Told(String sequencer, String etag) {}

    HookReceiver(long seed) {
        random = new SplittableRandom(seed);
        try {
            listening = bind(0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        port = listening.getLocalPort();
        Thread.ofVirtual().name("hook-receiver").start(this::serve);
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    int port() {
        return port;
    }

    void expects(String signedWith) {
        secret = signedWith;
    }

    private void serve() {
        while (!closed) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> answer(socket));
            } catch (IOException e) {
                restart();
            }
        }
    }

    /// Breaks off all that is under way and is away for a moment.
    void bounce() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void restart() {
        while (!closed && listening.isClosed()) {
            try {
                Thread.sleep(200);
                listening = bind(port);
            } catch (IOException e) {
                away++; // the port is not free yet
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Map<String, String> headers = head(in);
            byte[] body =
                    in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
            int mood = mood();
            if (mood == 0) {
                Thread.sleep(HANG);
                return;
            }
            if (mood == 1) {
                Thread.sleep(100);
            }
            boolean takes = mood > 2;
            if (takes || mood == 2) {
                note(headers, body);
            }
            String status = takes ? "204 Taken" : "503 Not now";
            socket.getOutputStream()
                    .write(
                            ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return; // the other side went away, or this one did
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    /// 0 hangs, 1 fails late, 2 takes it and says that it did not, others take it.
    private synchronized int mood() {
        requests++;
        int mood = random.nextInt(60);
        failures += mood <= 2 ? 1 : 0;
        return mood;
    }

    private static Map<String, String> head(InputStream in) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        String first = line(in);
        if (!first.startsWith("POST ")) {
            throw new IOException("not a webhook: " + first);
        }
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.size() > LONGEST_LINE) {
                throw new IOException("no more lines");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).strip();
    }

    private void note(Map<String, String> headers, byte[] body) throws IOException {
        String id = headers.getOrDefault("webhook-id", "");
        if (!isSigned(id, headers, body)) {
            synchronized (this) {
                wrong.add("not signed as it should be: " + id);
            }
            return;
        }
        JsonNode event = JSON.readTree(body).at("/Records/0");
        JsonNode object = event.at("/s3/object");
        boolean created = event.path("eventName").asText().startsWith("ObjectCreated");
        synchronized (this) {
            if (ids.add(id) && object.has("key")) {
                byKey.computeIfAbsent(object.path("key").asText(), _ -> new ArrayList<>())
                        .add(
                                new Told(
                                        object.path("sequencer").asText(),
                                        created ? object.path("eTag").asText() : ""));
            }
        }
    }

    private boolean isSigned(String id, Map<String, String> headers, byte[] body) {
        String before = id + "." + headers.getOrDefault("webhook-timestamp", "") + ".";
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Webhooks.bytes(secret), "HmacSHA256"));
            mac.update(before.getBytes(StandardCharsets.UTF_8));
            String good = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
            String sent = headers.getOrDefault("webhook-signature", "");
            return MessageDigest.isEqual(
                    good.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// ETags of the objects that it was told were made under a key, in the order in which it was; empty
    /// ones for all else.
    synchronized List<String> told(String key) {
        return byKey.getOrDefault(key, List.of()).stream().map(Told::etag).toList();
    }

    /// What it was told that cannot be.
    synchronized List<String> wrong() {
        List<String> all = new ArrayList<>(wrong);
        byKey.forEach((key, told) -> {
            for (int i = 1; i < told.size(); i++) {
                if (told.get(i - 1).sequencer().compareTo(told.get(i).sequencer()) >= 0) {
                    all.add(OUT_OF_ORDER + ": " + key + " " + told.get(i));
                }
            }
        });
        return all;
    }

    synchronized long requests() {
        return requests;
    }

    synchronized long failures() {
        return failures + away;
    }

    @Override
    public void close() {
        closed = true;
        try {
            bounce();
        } catch (IOException e) {
            return; // it ends anyhow
        }
    }
}
