package dev.varve.tools.cli;

import dev.varve.server.config.ServerConfig;
import dev.varve.server.store.VarveConfig.Surroundings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that is wrong, for tests of clusters: as many milliseconds off as a file says at the time.
final class OffsetClock implements InstantSource {
    private static final long LOOK_EVERY = 20_000_000;

    private final Path file;
    private long offset;
    private long looked;

    /// @throws UncheckedIOException when the file cannot be read
    /// @throws IllegalArgumentException when it holds no number
    OffsetClock(Path file) {
        this.file = file;
        look();
    }

    static ServerConfig of(Path file, ServerConfig config) {
        Surroundings real = config.store().surroundings();
        return config.store(
                config.store().surroundings(new Surroundings(real.disk(), new OffsetClock(file))));
    }

    private void look() {
        try {
            offset = Long.parseLong(Files.readString(file).strip());
            looked = System.nanoTime();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell how wrong the clock is to be", e);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(file + " holds no number of milliseconds", e);
        }
    }

    @Override
    public synchronized Instant instant() {
        if (System.nanoTime() - looked >= LOOK_EVERY) {
            look();
        }
        return Instant.now().plusMillis(offset);
    }
}
