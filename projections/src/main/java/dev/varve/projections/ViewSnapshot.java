package dev.varve.projections;

import dev.varve.log.Cut;

/// A view as it was at one cut, unchanged by later batches. Close it soon: it holds resources.
public interface ViewSnapshot extends ViewReader, AutoCloseable {
    Cut cut();

    @Override
    void close();
}
