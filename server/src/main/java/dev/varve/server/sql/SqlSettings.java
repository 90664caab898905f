package dev.varve.server.sql;

import java.time.Duration;

/// Whether there are tables of SQL, and what queries of them may take.
///
/// @param maxTime the longest that a query may ask for
/// @param maxRows the most that a query may ask for
/// @param maxBytes of the values of one answer
/// @param memory bytes of pages that one query keeps in memory; more goes to temporary files
/// @param concurrent queries at a time
public record SqlSettings(
        boolean enabled,
        Duration maxTime,
        int maxRows,
        long maxBytes,
        long memory,
        int concurrent) {
    public static final SqlSettings DEFAULT =
            new SqlSettings(false, Duration.ofSeconds(30), 100_000, 8L << 20, 8L << 20, 2);
}
