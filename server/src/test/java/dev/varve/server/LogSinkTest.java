package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.StoreException;
import dev.varve.server.config.AccessLog.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogSinkTest {
    @TempDir private Path directory;

    @Test
    void appendsLinesAcrossRestarts() throws IOException {
        Path file = directory.resolve("access.log");
        for (String line : new String[] {"one", "two"}) {
            try (LogSink sink = new LogSink(new Target.InFile(file))) {
                sink.accept(line);
                assertThat(Files.readString(file)).endsWith(line + "\n");
            }
        }
        assertThat(file).hasContent("one\ntwo");
    }

    @Test
    void beginsAnewWhenTheFileWasMovedAway() throws IOException {
        Path file = directory.resolve("access.log");
        Path rotated = directory.resolve("access.log.1");
        try (LogSink sink = new LogSink(new Target.InFile(file))) {
            sink.accept("before");
            Files.move(file, rotated);
            sink.accept("after");
        }
        assertThat(rotated).hasContent("before");
        assertThat(file).hasContent("after");
    }

    @Test
    void goesOverToTheFileThatRotationPutInItsPlace() throws IOException {
        Path file = directory.resolve("access.log");
        try (LogSink sink = new LogSink(new Target.InFile(file))) {
            sink.accept("before");
            Files.move(file, directory.resolve("access.log.1"));
            Files.createFile(file);
            sink.accept("after");
        }
        assertThat(file).hasContent("after");
    }

    @Test
    void saysWhichFileItCannotWrite() {
        Path nowhere = directory.resolve("missing/access.log");
        assertThatThrownBy(() -> new LogSink(new Target.InFile(nowhere)).close())
                .isInstanceOf(StoreException.Failed.class)
                .hasMessageContaining(nowhere.toString());
    }
}
