package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server in a process of its own, and the signal that service managers send.
class ServeIT {
    private static final List<String> PASSED_ON =
            List.of("--add-", "--enable-native", "--sun-misc", "-Dchronicle");

    @TempDir private Path work;

    private Process start() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> PASSED_ON.stream().anyMatch(argument::startsWith))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(VarveCli.class.getName(), "serve", "--listen", "127.0.0.1:0"));
        command.addAll(List.of("--data", work.resolve("data").toString()));
        command.addAll(List.of("--set", "space.min-free-bytes=0"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.matches("(AWS|VARVE|JDK_JAVA)_.*"));
        return builder.start();
    }

    @Test
    @Timeout(60)
    void closesTheStoreOnSigterm() throws IOException, InterruptedException {
        Process server = start();
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).startsWith("varve listens on ");
            assertThat(work.resolve("data/CLEAN")).doesNotExist();
            server.toHandle().destroy();
            assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).as("what a JVM ends with after SIGTERM").isEqualTo(143);
            assertThat(work.resolve("data/CLEAN")).exists();
        } finally {
            server.destroyForcibly();
        }
    }
}
