package dev.varve.projections.rocksdb;

/// What a store knows of the space on its volume. RocksDB never gets over a flush that found none
/// (its log is off, so it calls that fatal), so none is begun before there is enough.
@FunctionalInterface
public interface VolumeRoom {
    VolumeRoom ENDLESS = bytes -> true;

    /// Whether so many bytes can be written; may give up a reserve for them.
    boolean has(long bytes);
}
