package dev.varve.projections.rocksdb;

import dev.varve.projections.ViewStore;
import dev.varve.projections.objects.ObjectViewContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RocksObjectViewTest extends ObjectViewContract {
    @TempDir private Path directory;

    @Override
    protected ViewStore create() {
        return RocksViewStore.open(directory);
    }
}
