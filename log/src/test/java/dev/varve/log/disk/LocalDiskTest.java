package dev.varve.log.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskTest {
    private static final long TOO_MUCH = 1L << 60;
    @TempDir Path directory;

    @Test
    void allocatesRealBlocksInAnExistingFile() throws IOException, InterruptedException {
        Path file = Files.write(directory.resolve("f"), new byte[] {1, 2, 3});
        new LocalDisk().allocate(file, 1, 100_000);
        assertThat(Files.size(file)).isEqualTo(100_001);
        assertThat(Files.readAllBytes(file)).startsWith(1, 2, 3, 0);
        assertThat(blocks(file)).isGreaterThanOrEqualTo(100_000 / 512);
    }

    @Test
    void createsTheFileItAllocatesFor() throws IOException {
        Path file = directory.resolve("new");
        new LocalDisk().allocate(file, 0, 4096);
        assertThat(file).hasSize(4096);
    }

    @Test
    void neverShortensAFile() throws IOException {
        Path file = Files.write(directory.resolve("f"), new byte[10_000]);
        new LocalDisk().allocate(file, 0, 10);
        new ZeroFillAllocator().allocate(file, 0, 10);
        assertThat(file).hasSize(10_000);
    }

    @Test
    void saysThatTheVolumeIsFull() {
        Path file = directory.resolve("f");
        assertThatThrownBy(() -> new ZeroFillAllocator().allocate(file, 0, TOO_MUCH))
                .isInstanceOf(StoreException.OutOfSpace.class);
    }

    @Test
    void zeroFillGivesRealBlocks() throws IOException, InterruptedException {
        Path file = directory.resolve("f");
        new ZeroFillAllocator().allocate(file, 0, 200_000);
        assertThat(file).hasSize(200_000);
        assertThat(blocks(file)).isGreaterThanOrEqualTo(200_000 / 512);
    }

    @Test
    void faultyDiskRefusesBeyondItsSpace() throws IOException {
        FaultyDisk disk = new FaultyDisk();
        Path file = directory.resolve("f");
        disk.limitSpace(1000);
        disk.allocate(file, 0, 600);
        assertThatThrownBy(() -> disk.allocate(file, 600, 600))
                .isInstanceOf(StoreException.OutOfSpace.class);
        disk.beforeWrite(file, 400);
        assertThatThrownBy(() -> disk.beforeWrite(file, 1))
                .isInstanceOf(StoreException.OutOfSpace.class);
        disk.heal();
        disk.beforeWrite(file, 1);
    }

    private static long blocks(Path file) throws IOException, InterruptedException {
        Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        String text = new String(stat.getInputStream().readAllBytes(), US_ASCII).strip();
        stat.waitFor();
        return Long.parseLong(text);
    }
}
