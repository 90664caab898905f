package dev.varve.tools.cli;

import dev.varve.tools.inspect.OfflineStore;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/// The data directory that an offline command works on.
final class DataOption {
    @Parameters(
            index = "0",
            paramLabel = "DATA",
            description = "Data directory; no store has it open.")
    private Path data;

    OfflineStore open() {
        return OfflineStore.open(data);
    }
}
