package dev.varve.server.api;

import dev.varve.server.fetch.FetchFailure;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Bytes that are fetched. What goes wrong with them is told as what it is: not as if the client had sent
/// them.
final class FetchedBytes extends FilterInputStream {
    private static final String RETRY_AFTER_SECONDS = "5";

    FetchedBytes(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (FetchFailure e) {
            throw told(e);
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            return super.read(into, offset, length);
        } catch (FetchFailure e) {
            throw told(e);
        }
    }

    static Failed told(FetchFailure failure) {
        Failed failed = new Failed(code(failure.kind()), failure.text());
        return failure.kind() == FetchFailure.Kind.BUSY
                ? failed.header("retry-after", RETRY_AFTER_SECONDS)
                : failed;
    }

    private static ErrorCode code(FetchFailure.Kind kind) {
        return switch (kind) {
            case INVALID -> ErrorCode.INVALID_ARGUMENT;
            case REFUSED -> ErrorCode.FETCH_REFUSED;
            case BUSY -> ErrorCode.SLOW_DOWN;
            case TOO_LARGE -> ErrorCode.ENTITY_TOO_LARGE;
            case TIMEOUT -> ErrorCode.FETCH_TIMEOUT;
            case FAILED -> ErrorCode.FETCH_FAILED;
        };
    }
}
