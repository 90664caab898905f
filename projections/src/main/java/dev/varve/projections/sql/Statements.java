package dev.varve.projections.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs statements on the one connection that writes, each prepared once.
final class Statements {
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Statements(Connection connection) {
        this.connection = connection;
    }

    /// Answers how many rows it changed.
    int run(String sql, @Nullable Object... values) {
        try {
            return prepare(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw SqlFailed.of("the SQL view cannot be written", e);
        }
    }

    /// The one value of a query that has one column; null where it has no row, or none in it.
    @Nullable Object find(String sql, @Nullable Object... values) {
        try (ResultSet found = prepare(sql, values).executeQuery()) {
            return found.next() ? found.getObject(1) : null;
        } catch (SQLException e) {
            throw SqlFailed.of("the SQL view cannot be read", e);
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
