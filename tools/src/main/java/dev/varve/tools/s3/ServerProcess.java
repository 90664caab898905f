package dev.varve.tools.s3;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `varve serve` in a process of its own, on a free port of the loopback address.
public final class ServerProcess implements AutoCloseable {
    private static final String MAIN = "dev.varve.tools.cli.VarveCli";
    private static final Pattern LISTENS = Pattern.compile("listens on http://[^ ,]*:(\\d+)");
    private static final Duration STOP = Duration.ofSeconds(40);

    private final Process process;
    private final AccessKey key;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Thread pump;

    /// @param jvm flags of its JVM
    /// @param flags of the command, beside those that the others make
    /// @param settings each as `key=value`
    /// @param log what it prints is appended here
    /// @param environment more variables
    public record Order(
            Path data,
            List<String> jvm,
            List<String> flags,
            List<String> settings,
            Path log,
            int port,
            AccessKey key,
            Map<String, String> environment) {
        public Order {
            jvm = List.copyOf(jvm);
            flags = List.copyOf(flags);
            settings = List.copyOf(settings);
            environment = Map.copyOf(environment);
        }

        /// A store of real sizes that logs no requests.
        public static Order of(Path data, Path log) {
            return new Order(
                    data,
                    List.of(),
                    List.of(),
                    List.of("access-log.format=none"),
                    log,
                    0,
                    AccessKey.random(),
                    Map.of());
        }

        public Order jvm(String... chosen) {
            return new Order(data, List.of(chosen), flags, settings, log, port, key, environment);
        }

        public Order flags(String... chosen) {
            return new Order(data, jvm, List.of(chosen), settings, log, port, key, environment);
        }

        public Order and(String... more) {
            List<String> all = new ArrayList<>(settings);
            all.addAll(List.of(more));
            return new Order(data, jvm, flags, all, log, port, key, environment);
        }

        /// On a port that the caller chose.
        public Order on(int chosen) {
            return new Order(data, jvm, flags, settings, log, chosen, key, environment);
        }

        /// With a key pair that others know too, and a variable of the environment.
        public Order sharing(AccessKey known, String variable, String value) {
            return new Order(data, jvm, flags, settings, log, port, known, Map.of(variable, value));
        }
    }

    private ServerProcess(Process process, AccessKey key, Path log) {
        this.process = process;
        this.key = key;
        this.pump = Thread.ofPlatform().name("server-log").daemon(true).start(() -> pump(log));
    }

    /// Starts it, and returns at once.
    public static ServerProcess start(Order order) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "serve",
                                "--listen",
                                "127.0.0.1:" + order.port(),
                                "--data",
                                order.data().toString()));
        arguments.addAll(order.flags());
        for (String setting : order.settings()) {
            arguments.addAll(List.of("--set", setting));
        }
        ProcessBuilder builder =
                new ProcessBuilder(JavaCommand.of(order.jvm(), MAIN, arguments))
                        .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("(AWS|VARVE|JDK_JAVA)_.*"));
        builder.environment().put("VARVE_ADMIN_ACCESS_KEY", order.key().id());
        builder.environment().put("VARVE_ADMIN_SECRET_KEY", order.key().secret());
        builder.environment().putAll(order.environment());
        try {
            Process process = builder.start();
            // A tool that is stopped leaves no server behind.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new ServerProcess(process, order.key(), order.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pump(Path log) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter out =
                        Files.newBufferedWriter(
                                log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.write(line);
                out.newLine();
                out.flush();
                Matcher found = LISTENS.matcher(line);
                if (found.find()) {
                    port.complete(Integer.valueOf(found.group(1)));
                }
            }
            port.completeExceptionally(new IllegalStateException("it ended; see " + log));
        } catch (IOException e) {
            port.completeExceptionally(e);
        }
    }

    /// Waits until it listens.
    ///
    /// @throws IllegalStateException when it ends before, or takes too long
    public Endpoint awaitListening(Duration longest) {
        try {
            int bound = port.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return endpoint(bound);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the server does not listen", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Where it listens once it does.
    public Optional<Endpoint> listening() {
        return port.isDone() && !port.isCompletedExceptionally()
                ? Optional.of(endpoint(port.join()))
                : Optional.empty();
    }

    private Endpoint endpoint(int bound) {
        return new Endpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), bound), key);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public ProcessUse use() {
        return ProcessUse.of(process.pid());
    }

    /// Sends it a signal by its name, as `kill` knows it.
    public void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Kills it with signal 9, and waits for the last that it printed.
    public void kill() {
        process.toHandle().destroyForcibly();
        await(STOP);
    }

    /// Lets it stop in its own time; kills it when that takes too long.
    @Override
    public void close() {
        process.toHandle().destroy();
        if (!await(STOP)) {
            kill();
        }
    }

    private boolean await(Duration longest) {
        try {
            boolean ended = process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
            if (ended) {
                pump.join(longest);
            }
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
