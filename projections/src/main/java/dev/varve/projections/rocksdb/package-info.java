/// The serving stores: views and the blob placement index in RocksDB, without its write-ahead log.
/// The only room that knows RocksDB.
@NullMarked
package dev.varve.projections.rocksdb;

import org.jspecify.annotations.NullMarked;
