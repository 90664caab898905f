package dev.varve.tools.crash;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A child from the parent's side: starts it, hands its lines on, kills it.
final class ChildProcess implements AutoCloseable {
    private static final List<String> PASSED_ON =
            List.of("--add-", "--enable-native", "--sun-misc", "-Dchronicle", "-Dorg.slf4j");

    private final Process process;
    private final Thread pump;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private final BufferedWriter log;
    private final Oracle oracle;

    /// @param scratch where the child warms up; emptied by the caller
    record Order(Path data, Path scratch, Path logs, long seed, int threads) {}

    private ChildProcess(Process process, Order order, Oracle oracle) throws IOException {
        this.process = process;
        this.oracle = oracle;
        this.log =
                Files.newBufferedWriter(
                        order.logs().resolve("oracle.log"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
        this.pump = Thread.ofPlatform().name("oracle-pump").daemon(true).start(this::pump);
    }

    static ChildProcess start(Order order, Oracle oracle) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> PASSED_ON.stream().anyMatch(argument::startsWith))
                .forEach(command::add);
        command.addAll(
                List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.addAll(List.of("-XX:ErrorFile=" + order.logs().resolve("hs_err_%p.log"), "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(CrashChild.class.getName());
        command.addAll(
                List.of(
                        order.data().toString(),
                        order.scratch().toString(),
                        Long.toString(order.seed()),
                        Integer.toString(order.threads())));
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(
                                    ProcessBuilder.Redirect.appendTo(
                                            order.logs().resolve("child.err").toFile()))
                            .start();
            return new ChildProcess(process, order, oracle);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void pump() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                log) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.write(line);
                log.newLine();
                take(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(String line) {
        switch (line) {
            case Report.READY -> ready.countDown();
            case Report.OPENED -> opened.countDown();
            default -> judge(line);
        }
    }

    private void judge(String line) {
        try {
            oracle.accept(line);
        } catch (RuntimeException e) { // outer edge of the pump: a bad line is a finding
            oracle.accept(Report.TROUBLE + " cannot take '" + line + "': " + e);
        }
    }

    /// Lets a child that is warm open the store.
    void go() {
        await(ready, "get ready");
        try {
            BufferedWriter orders = process.outputWriter(StandardCharsets.UTF_8);
            orders.write("go\n");
            orders.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the child is gone", e);
        }
    }

    void awaitOpened() {
        await(opened, "open the store");
    }

    boolean hasOpened() {
        return opened.getCount() == 0;
    }

    private void await(CountDownLatch latch, String what) {
        try {
            for (int i = 0; i < 600; i++) {
                if (latch.await(100, TimeUnit.MILLISECONDS)) {
                    return;
                }
                if (!process.isAlive()) {
                    throw new IllegalStateException("the child died before it could " + what);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("the child did not " + what + " in a minute");
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Kills it with signal 9, and waits for its last line.
    void kill() {
        // Process.destroyForcibly would close the pipe and lose the last lines in it.
        process.toHandle().destroyForcibly();
        try {
            process.waitFor();
            pump.join(Duration.ofSeconds(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
