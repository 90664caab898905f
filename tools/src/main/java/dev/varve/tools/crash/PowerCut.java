package dev.varve.tools.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A power cut below the file system: blocks that were not flushed are gone. The child goes on for
/// a moment on a volume that answers with errors, and must acknowledge nothing that was not durable.
final class PowerCut implements Calamity {
    private static final int AFTERMATH_MILLIS = 50;
    private static final int RIG_SECONDS = 60;
    private final Path rig;
    private final Path directory;

    PowerCut(Path rig, Path directory) {
        this.rig = rig;
        this.directory = directory;
    }

    @Override
    public Path volume() {
        return directory.resolve("mount");
    }

    @Override
    public void strike(Victim victim) {
        run("cut");
        try {
            Thread.sleep(AFTERMATH_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        victim.kill();
    }

    @Override
    public boolean breaksVolume() {
        return true;
    }

    @Override
    public void restore() {
        run("down");
        run("up");
    }

    @Override
    public void renew() {
        run("wipe");
        run("up");
    }

    @Override
    public void close() {
        run("wipe");
    }

    private void run(String verb) {
        try {
            Process process =
                    new ProcessBuilder("bash", rig.toString(), verb, directory.toString())
                            .inheritIO()
                            .start();
            if (!process.waitFor(RIG_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the rig hangs at " + verb);
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException("the rig failed to " + verb);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at " + verb, e);
        }
    }
}
