package dev.varve.projections.sql;

import java.time.Duration;

/// What one query may take.
///
/// @param time until it is stopped
/// @param rows that are answered
/// @param bytes of the values that are answered
/// @param memoryKib of pages that are kept in memory; more goes to files
/// @param freeBytes of the volume that must stay free of them
public record QueryLimits(Duration time, int rows, long bytes, int memoryKib, long freeBytes) {
    /// Of one value.
    static final int VALUE_BYTES = 256 << 10;

    /// Of the statement.
    static final int TEXT_BYTES = 64 << 10;

    static final int MOST_PARAMETERS = 100;

    public QueryLimits with(Duration changedTime, int changedRows) {
        return new QueryLimits(changedTime, changedRows, bytes, memoryKib, freeBytes);
    }
}
