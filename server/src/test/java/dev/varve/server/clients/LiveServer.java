package dev.varve.server.clients;

import dev.varve.server.Main;
import dev.varve.server.Running;
import dev.varve.server.config.Configuration;
import dev.varve.server.config.Inputs;
import dev.varve.server.config.Inputs.Flag;
import dev.varve.server.http.tls.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// A server on a free port of this machine, and what clients need to reach and trust it.
public final class LiveServer implements AutoCloseable {
    public static final String ACCESS_KEY = "VARVECLIENTTESTS";
    public static final String SECRET_KEY = "kR8s/3+t0L2aV9mQ4xZ7cW1yB6nD5eFgHjUiOpTs";

    private final Path directory;
    private final Scheme scheme;
    private final TestKeys keys;
    private final Running running;
    private final AtomicInteger buckets = new AtomicInteger();

    private LiveServer(Path directory, Scheme scheme, TestKeys keys, Running running) {
        this.directory = directory;
        this.scheme = scheme;
        this.keys = keys;
        this.running = running;
    }

    public static LiveServer start(Scheme scheme) {
        return start(scheme, "none");
    }

    /// @param failedLogins a minute, as `http.failed-logins` has it
    public static LiveServer start(Scheme scheme, String failedLogins) {
        return start(scheme, failedLogins, _ -> {});
    }

    /// With a past.
    ///
    /// @param past gets the data directory before the server does
    public static LiveServer after(Consumer<Path> past) {
        return start(Scheme.HTTP, "none", past);
    }

    private static LiveServer start(Scheme scheme, String failedLogins, Consumer<Path> past) {
        try {
            Path directory = Files.createTempDirectory("varve-live-");
            past.accept(directory.resolve("data"));
            TestKeys keys = TestKeys.make(directory, "EC", "localhost");
            keys.write(directory.resolve("cert.pem"), directory.resolve("key.pem"));
            return new LiveServer(directory, scheme, keys, run(directory, scheme, failedLogins));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Running run(Path directory, Scheme scheme, String failedLogins) {
        List<Flag> flags = new ArrayList<>();
        flags.add(flag("data", directory.resolve("data").toString()));
        flags.add(flag("listen", "127.0.0.1:0"));
        flags.add(flag("access-log.target", directory.resolve("access.log").toString()));
        flags.add(flag("http.failed-logins", failedLogins));
        flags.add(flag("sql.enabled", "true"));
        flags.add(flag("space.reserve-bytes", "0"));
        flags.add(flag("space.min-free-bytes", "0"));
        if (scheme == Scheme.HTTPS) {
            flags.add(flag("tls.certificate-file", directory.resolve("cert.pem").toString()));
            flags.add(flag("tls.key-file", directory.resolve("key.pem").toString()));
        }
        Map<String, String> environment =
                Map.of("AWS_ACCESS_KEY_ID", ACCESS_KEY, "AWS_SECRET_ACCESS_KEY", SECRET_KEY);
        return Main.start(
                Configuration.load(new Inputs(flags, environment, Optional.empty())).server());
    }

    private static Flag flag(String key, String text) {
        return new Flag("--set " + key, key, text);
    }

    public URI endpoint() {
        return URI.create(running.address().url(scheme == Scheme.HTTPS));
    }

    public Scheme scheme() {
        return scheme;
    }

    /// The certificate to trust.
    public Path certificate() {
        return directory.resolve("cert.pem");
    }

    /// One line for each request.
    public Path accessLog() {
        return directory.resolve("access.log");
    }

    /// A name that no other test has.
    public String newBucketName() {
        return "bucket-" + buckets.incrementAndGet();
    }

    SSLContext sslContext() {
        return TestKeys.trusting(keys);
    }

    /// Trusts this server and no other.
    X509TrustManager trustManager() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("server", keys.certificate());
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        running.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return scheme.toString();
    }
}
