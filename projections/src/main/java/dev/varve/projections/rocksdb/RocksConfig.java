package dev.varve.projections.rocksdb;

/// Memory that one store may take.
///
/// @param blockCacheBytes blocks, indexes and filters kept for reads
/// @param writeBufferBytes rows not yet in files; beyond it the store flushes by itself
public record RocksConfig(long blockCacheBytes, long writeBufferBytes) {
    private static final long MIB = 1 << 20;
    public static final RocksConfig DEFAULT = new RocksConfig(64 * MIB, 64 * MIB);

    /// Of a view beside the one of objects.
    public static final RocksConfig SMALL = new RocksConfig(8 * MIB, 16 * MIB);
}
