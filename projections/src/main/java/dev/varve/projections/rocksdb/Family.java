package dev.varve.projections.rocksdb;

/// A table of one database.
///
/// @param growing whether nearly every key that is put was looked for before: then memory says at once
///     that it is not there, which takes a filter in each buffer
record Family(String name, boolean growing) {
    static Family of(String name) {
        return new Family(name, false);
    }

    static Family growing(String name) {
        return new Family(name, true);
    }
}
