package dev.varve.projections.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A question to the tables.
///
/// @param text one statement that reads
/// @param parameters for its question marks: texts, whole numbers, fractions, truths and nulls
public record SqlQuery(String text, List<?> parameters) {
    public SqlQuery {
        parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }
}
