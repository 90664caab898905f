package dev.varve.tools.crash;

import dev.varve.tools.s3.JavaCommand;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A [CrashChild] from the parent's side: starts it, hands its lines on, kills it.
final class ChildProcess implements Victim {
    private final Process process;
    private final Thread pump;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private final OracleFeed feed;

    private ChildProcess(Process process, Order order, Oracle oracle) {
        this.process = process;
        this.feed = OracleFeed.open(order.logs(), oracle);
        this.pump = Thread.ofPlatform().name("oracle-pump").daemon(true).start(this::pump);
    }

    static ChildProcess start(Order order, Oracle oracle) {
        List<String> jvm = new ArrayList<>(SMALL_JVM);
        jvm.add("-XX:ErrorFile=" + order.logs().resolve("hs_err_%p.log"));
        List<String> command =
                JavaCommand.of(
                        jvm,
                        CrashChild.class.getName(),
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
                feed) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
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
            default -> feed.take(line);
        }
    }

    @Override
    public void go() {
        await(ready, "get ready");
        try {
            BufferedWriter orders = process.outputWriter(StandardCharsets.UTF_8);
            orders.write("go\n");
            orders.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the child is gone", e);
        }
    }

    @Override
    public void awaitOpened() {
        await(opened, "open the store");
    }

    @Override
    public boolean hasOpened() {
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

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void kill() {
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
