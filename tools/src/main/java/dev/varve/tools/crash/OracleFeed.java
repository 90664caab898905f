package dev.varve.tools.crash;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Takes the lines of a load: writes each down, and tells the oracle.
final class OracleFeed implements Closeable {
    private final BufferedWriter log;
    private final Oracle oracle;

    private OracleFeed(BufferedWriter log, Oracle oracle) {
        this.log = log;
        this.oracle = oracle;
    }

    static OracleFeed open(Path logs, Oracle oracle) {
        try {
            return new OracleFeed(
                    Files.newBufferedWriter(
                            logs.resolve("oracle.log"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND),
                    oracle);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void take(String line) {
        try {
            log.write(line);
            log.newLine();
            oracle.accept(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) { // outer edge of the load: a bad line is a finding
            oracle.accept(Report.TROUBLE + " cannot take '" + line + "': " + e);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        log.close();
    }
}
