package dev.varve.projections.sql;

import dev.varve.log.Position;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the tables say.
///
/// @param rows texts, whole numbers, fractions and nulls; bytes are texts of hex digits
/// @param truncated whether there are more rows than were asked for, or than may be answered
/// @param position of the newest event that it rests on
public record SqlAnswer(
        List<String> columns,
        List<List<@Nullable Object>> rows,
        boolean truncated,
        Position position) {
    public SqlAnswer {
        columns = List.copyOf(columns);
        rows = Collections.unmodifiableList(rows);
    }
}
