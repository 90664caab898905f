package dev.varve.tools.cli;

import dev.varve.tools.s3.AccessKey;
import dev.varve.tools.s3.Endpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server in a process of its own, on a free port of this machine.
final class ServerProcess implements AutoCloseable {
    private static final AccessKey KEY =
            new AccessKey("VARVECRASHTESTS", "kR8s/3+t0L2aV9mQ4xZ7cW1yB6nD5eFgHjUiOpTs");
    private static final Pattern LISTENS =
            Pattern.compile("varve listens on http://[^ ]*:(\\d+).*");
    private static final List<String> PASSED_ON =
            List.of("--add-", "--enable-native", "--sun-misc", "-Dchronicle", "-Djdk");

    private final Process process;
    private final BufferedReader out;
    private final String firstLine;

    private ServerProcess(Process process) throws IOException {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.firstLine = String.valueOf(out.readLine());
    }

    static ServerProcess start(Path data) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> PASSED_ON.stream().anyMatch(argument::startsWith))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(VarveCli.class.getName(), "serve", "--listen", "127.0.0.1:0"));
        command.addAll(List.of("--data", data.toString()));
        command.addAll(List.of("--set", "space.min-free-bytes=0"));
        command.addAll(List.of("--set", "access-log.format=none"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("(AWS|VARVE|JDK_JAVA)_.*"));
        builder.environment().put("AWS_ACCESS_KEY_ID", KEY.id());
        builder.environment().put("AWS_SECRET_ACCESS_KEY", KEY.secret());
        return new ServerProcess(builder.start());
    }

    String firstLine() {
        return firstLine;
    }

    Endpoint endpoint() {
        Matcher line = LISTENS.matcher(firstLine);
        if (!line.matches()) {
            throw new IllegalStateException(firstLine);
        }
        return new Endpoint(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), Integer.parseInt(line.group(1))),
                KEY);
    }

    /// SIGTERM, as service managers send it.
    int terminate() throws InterruptedException {
        process.toHandle().destroy();
        return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        kill();
    }

    /// SIGKILL: nothing of it runs any more when this returns.
    void kill() {
        try {
            process.destroyForcibly().waitFor();
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
