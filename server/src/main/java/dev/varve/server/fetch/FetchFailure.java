package dev.varve.server.fetch;

import java.io.IOException;

/// A fetch that came to nothing. What it says is for whoever asked: never an address that a name stands
/// for, and never what the other server sent.
public final class FetchFailure extends IOException {
    private static final long serialVersionUID = 1L;

    public enum Kind {
        /// Not a URL that could be fetched.
        INVALID,
        /// A URL, but not one that this server may reach.
        REFUSED,
        /// Too many fetches at a time.
        BUSY,
        TOO_LARGE,
        TIMEOUT,
        /// The other server did not do as it should.
        FAILED
    }

    private final Kind kind;

    FetchFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public String text() {
        return String.valueOf(getMessage());
    }

    static FetchFailure invalid(String message) {
        return new FetchFailure(Kind.INVALID, message);
    }

    static FetchFailure refused(String message) {
        return new FetchFailure(Kind.REFUSED, message);
    }

    static FetchFailure failed(String message) {
        return new FetchFailure(Kind.FAILED, message);
    }

    static FetchFailure tooLarge(long most) {
        return new FetchFailure(Kind.TOO_LARGE, "There may be at most " + most + " bytes.");
    }
}
