package dev.varve.projections.sql;

import dev.varve.log.StoreException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/// Tells of what a database could not do.
final class SqlFailed {
    private SqlFailed() {}

    static StoreException of(String what, SQLException e) {
        String told = what + ": " + e.getMessage();
        return e.getErrorCode() == SQLiteErrorCode.SQLITE_FULL.code
                ? new StoreException.OutOfSpace(told, e)
                : new StoreException.Failed(told, e);
    }
}
