package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BlobOptionsTest {
    private static final BlobOptions DEFAULT = BlobOptions.of(Path.of("blobs"));

    @Test
    void hasTheseDefaults() {
        assertThat(DEFAULT.afterDoubt()).isFalse();
        assertThat(DEFAULT.smallLimit()).isEqualTo(131_072);
        assertThat(DEFAULT.blockSize()).isEqualTo(1_048_576);
        assertThat(DEFAULT.packBytes()).isEqualTo(268_435_456);
        assertThat(DEFAULT.preallocation()).isEqualTo(4_194_304);
        assertThat(DEFAULT.zstdLevel()).isEqualTo(1);
        assertThat(DEFAULT.compactionShare()).isEqualTo(0.5);
        assertThat(DEFAULT.openPacks()).isEqualTo(512);
    }

    @Test
    void refusesWhatCannotWork() {
        refused(5000, 4096, 1 << 20);
        refused(4096, 5000, 1 << 20);
        refused(100, 2048, 1 << 20);
        refused(100, 32 << 20, 1 << 20);
        refused(-1, 4096, 1 << 20);
        refused(100, 4096, 0);
        refused(100, 4096, 2L << 30);
        assertThatThrownBy(() -> DEFAULT.withPreallocation(-1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void refused(int small, int block, long pack) {
        assertThatThrownBy(() -> DEFAULT.withSizes(small, block, pack))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void changesOnlyWhatItIsAskedTo() {
        BlobOptions changed = DEFAULT.withSizes(1, 4096, 10).withPreallocation(7).inDoubt();

        assertThat(changed)
                .isEqualTo(new BlobOptions(Path.of("blobs"), true, 1, 4096, 10, 7, 1, 0.5, 512));
    }
}
