package dev.varve.projections.sql;

/// A query that is not answered. The message tells whoever asked why.
public final class SqlRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final Why why;

    public enum Why {
        /// It does something else than to read, or is no SQL.
        NOT_ALLOWED,
        /// It took longer than it may.
        TOO_LONG,
        /// It needs more space than it may.
        TOO_MUCH,
        /// Others are being answered.
        BUSY
    }

    public SqlRefused(Why why, String message) {
        super(message);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
