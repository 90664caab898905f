package dev.varve.tools.install;

import dev.varve.log.disk.LocalDisk;
import dev.varve.server.config.OwnerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.stream.Stream;

/// Carries out the steps of a plan. Each file is there whole or not at all.
public final class Installer {
    private static final String ALL_ENTER = "rwxr-xr-x";
    private static final String OWNER_ENTERS = "rwx------";
    private static final String OLD = ".old";

    private Installer() {}

    public static void run(Step step) throws IOException {
        switch (step) {
            case Step.Write write -> write(write);
            case Step.Copy copy -> copy(copy);
            case Step.Directory directory -> {
                directories(directory.path());
                mode(directory.path(), OWNER_ENTERS);
            }
        }
    }

    /// Keeps what an operator may have written, with the keys in it, under another name.
    private static void write(Step.Write write) throws IOException {
        Path path = write.path();
        directories(Objects.requireNonNull(path.getParent()));
        if (write.access() == Step.Access.OWNER && Files.exists(path)) {
            Path old = path.resolveSibling(path.getFileName() + OLD);
            Files.move(path, old, StandardCopyOption.REPLACE_EXISTING);
        }
        OwnerFile.write(path, write.text(), new LocalDisk());
        mode(path, write.access().mode());
    }

    /// A running server keeps the files it has open: they are replaced, not overwritten.
    private static void copy(Step.Copy copy) throws IOException {
        directories(copy.to());
        try (Stream<Path> there = Files.list(copy.to())) {
            for (Path old : there.toList()) {
                Files.delete(old);
            }
        }
        for (Path file : copy.files()) {
            Path target = copy.to().resolve(file.getFileName());
            Files.copy(file, target);
            mode(target, Step.Access.EVERYBODY.mode());
        }
    }

    /// Only directories that were missing get a mode.
    private static void directories(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            directories(Objects.requireNonNull(path.getParent()));
            Files.createDirectory(path);
            mode(path, ALL_ENTER);
        }
    }

    private static void mode(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }
}
