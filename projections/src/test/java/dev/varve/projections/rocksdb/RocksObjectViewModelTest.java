package dev.varve.projections.rocksdb;

import dev.varve.projections.ViewStore;
import dev.varve.projections.objects.ObjectViewModelContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RocksObjectViewModelTest extends ObjectViewModelContract {
    @TempDir private Path directory;

    @Override
    protected ViewStore create() {
        return RocksViewStore.open(directory);
    }

    @Override
    protected int steps() {
        return 300;
    }
}
