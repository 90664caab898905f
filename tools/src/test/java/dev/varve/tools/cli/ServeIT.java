package dev.varve.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server in a process of its own, and the signal that service managers send.
class ServeIT {
    @TempDir private Path work;

    @Test
    @Timeout(60)
    void closesTheStoreOnSigterm() throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(work.resolve("data"))) {
            assertThat(server.firstLine()).startsWith("varve listens on ");
            assertThat(work.resolve("data/CLEAN")).doesNotExist();
            assertThat(server.terminate()).as("what a JVM ends with after SIGTERM").isEqualTo(143);
            assertThat(work.resolve("data/CLEAN")).exists();
        }
    }
}
