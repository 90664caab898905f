package dev.varve.server;

import dev.varve.log.StoreException;
import dev.varve.server.config.AccessLog.Target;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where lines of the access log end up. A file that was moved away or replaced, as log rotation
/// does, is begun anew.
final class LogSink implements Consumer<String>, AutoCloseable {
    private final Target target;
    private @Nullable Object file;
    private Writer writer;

    LogSink(Target target) {
        this.target = target;
        this.writer = open();
    }

    @Override
    public void accept(String line) {
        try {
            if (target instanceof Target.InFile(Path path) && !isStillThere(path)) {
                writer.close();
                writer = open();
            }
            writer.write(line);
            writer.write('\n');
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + target, e);
        }
    }

    /// Whether the file of that name is the one that is open: rotation may have put another there.
    private boolean isStillThere(Path path) throws IOException {
        return Objects.equals(file, identity(path));
    }

    private static @Nullable Object identity(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private Writer open() {
        return new BufferedWriter(new OutputStreamWriter(stream(), StandardCharsets.UTF_8));
    }

    private OutputStream stream() {
        return switch (target) {
            case Target.Stdout _ -> new FileOutputStream(FileDescriptor.out);
            case Target.Stderr _ -> new FileOutputStream(FileDescriptor.err);
            case Target.InFile(Path path) -> file(path);
        };
    }

    private OutputStream file(Path path) {
        try {
            OutputStream out =
                    Files.newOutputStream(
                            path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            file = identity(path);
            return out;
        } catch (IOException e) {
            throw new StoreException.Failed("cannot write the access log to " + path, e);
        }
    }

    /// Standard streams stay open for others.
    @Override
    public void close() {
        if (target instanceof Target.InFile) {
            try {
                writer.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close " + target, e);
            }
        }
    }
}
