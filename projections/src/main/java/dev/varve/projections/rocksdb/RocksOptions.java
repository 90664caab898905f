package dev.varve.projections.rocksdb;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/// Every option of a store, and the native objects behind them.
final class RocksOptions implements AutoCloseable {
    private static final double BLOOM_BITS = 10;
    private static final double MEMORY_BLOOM_SHARE = 0.02;
    private static final int BLOCK_BYTES = 8 * 1024;

    /// By which the buffer of a table grows. There are many tables, and all buffers together are limited.
    private static final long BUFFER_STEP_BYTES = 128 << 10;

    private static final int OPEN_FILES = 512;
    private static final long INFO_LOG_BYTES = 1 << 20;
    private final List<AbstractNativeReference> owned = new ArrayList<>();
    private final Cache cache;
    private final DBOptions db;
    private final ColumnFamilyOptions family;
    private final ColumnFamilyOptions growing;
    private final WriteOptions write;
    private final WriteOptions writeSynced;
    private final ReadOptions read;
    private final FlushOptions flush;

    RocksOptions(RocksConfig config) {
        cache = own(new LRUCache(config.blockCacheBytes()));
        db = own(databaseOptions(config));
        family = own(familyOptions(config));
        // Most keys that a fold looks up there are new: let memory say so at once.
        growing =
                own(
                        familyOptions(config)
                                .setMemtablePrefixBloomSizeRatio(MEMORY_BLOOM_SHARE)
                                .setMemtableWholeKeyFiltering(true));
        write = own(new WriteOptions().setDisableWAL(true));
        writeSynced = own(new WriteOptions().setSync(true));
        read = own(new ReadOptions().setVerifyChecksums(true));
        flush = own(new FlushOptions().setWaitForFlush(true).setAllowWriteStall(true));
    }

    private static DBOptions databaseOptions(RocksConfig config) {
        return new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                // With the log off, only this keeps the families of one store at one cut.
                .setAtomicFlush(true)
                .setParanoidChecks(true)
                // Where the log is on, every record of it is synced: only the last may be torn.
                .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
                .setAllowConcurrentMemtableWrite(false)
                // A store flushes when it is told to, so that tests can leave like a crash does.
                .setAvoidFlushDuringShutdown(true)
                .setDbWriteBufferSize(config.writeBufferBytes())
                .setMaxOpenFiles(OPEN_FILES)
                .setMaxBackgroundJobs(2)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(2)
                .setMaxLogFileSize(INFO_LOG_BYTES)
                .setStatsDumpPeriodSec(0);
    }

    private ColumnFamilyOptions familyOptions(RocksConfig config) {
        return new ColumnFamilyOptions()
                .setTableFormatConfig(
                        new BlockBasedTableConfig()
                                .setBlockCache(cache)
                                .setBlockSize(BLOCK_BYTES)
                                .setFilterPolicy(own(new BloomFilter(BLOOM_BITS)))
                                .setCacheIndexAndFilterBlocks(true)
                                .setPinL0FilterAndIndexBlocksInCache(true))
                .setCompressionType(CompressionType.ZSTD_COMPRESSION)
                .setLevelCompactionDynamicLevelBytes(true)
                .setWriteBufferSize(config.writeBufferBytes() / 2)
                .setArenaBlockSize(Math.min(BUFFER_STEP_BYTES, config.writeBufferBytes() / 64))
                .setMaxWriteBufferNumber(3);
    }

    DBOptions db() {
        return db;
    }

    ColumnFamilyOptions family(boolean isGrowing) {
        return isGrowing ? growing : family;
    }

    WriteOptions write() {
        return write;
    }

    WriteOptions writeSynced() {
        return writeSynced;
    }

    ReadOptions read() {
        return read;
    }

    FlushOptions flush() {
        return flush;
    }

    private <T extends AbstractNativeReference> T own(T reference) {
        owned.add(reference);
        return reference;
    }

    /// Only after the database.
    @Override
    public void close() {
        owned.reversed().forEach(AbstractNativeReference::close);
    }
}
