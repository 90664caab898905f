package dev.varve.projections;

/// Takes the rows that a batch changed, each once.
public interface RowSink {
    void put(Table table, byte[] key, byte[] value);

    void delete(Table table, byte[] key);
}
