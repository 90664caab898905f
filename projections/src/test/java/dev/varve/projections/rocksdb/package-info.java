@NullMarked
package dev.varve.projections.rocksdb;

import org.jspecify.annotations.NullMarked;
