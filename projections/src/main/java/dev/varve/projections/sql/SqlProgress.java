package dev.varve.projections.sql;

import dev.varve.log.Position;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/// How far the tables are, as the row says that is written with them.
///
/// @param schema of the tables; 0 where there are none
/// @param stamp of the event at the position; empty before the first
/// @param day of the newest event
record SqlProgress(int schema, Position position, String stamp, String day) {
    static final SqlProgress BEGIN = new SqlProgress(Dialect.SCHEMA, Position.NONE, "", "");
    private static final SqlProgress NO_TABLES = new SqlProgress(0, Position.NONE, "", "");
    private static final String TABLES =
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'progress'";
    private static final String READ = "SELECT schema, position, stamp, day FROM progress";

    static final String INSERT =
            "INSERT INTO progress (one, schema, position, stamp, day) VALUES (1, ?, ?, ?, ?)";
    static final String UPDATE = "UPDATE progress SET position = ?, stamp = ?, day = ?";

    static SqlProgress read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet tables = statement.executeQuery(TABLES)) {
                if (!tables.next() || tables.getInt(1) == 0) {
                    return NO_TABLES;
                }
            }
            try (ResultSet row = statement.executeQuery(READ)) {
                return row.next()
                        ? new SqlProgress(
                                row.getInt(1),
                                new Position(row.getLong(2)),
                                row.getString(3),
                                row.getString(4))
                        : NO_TABLES;
            }
        }
    }

    /// Without looking at tables of another schema, which may say so in another way.
    static SqlProgress readIfThere(Connection connection) {
        try {
            return read(connection);
        } catch (SQLException e) {
            return NO_TABLES;
        }
    }
}
