package dev.varve.server.api;

import dev.varve.log.Bytes;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Where a list goes on, as clients hand it back: opaque to them.
public final class Cursor {
    private static final int MAX = 4096;

    private Cursor() {}

    public static String of(Bytes place) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.toArray());
    }

    public static String of(String place) {
        return of(Bytes.utf8(place));
    }

    /// @throws Failed for what no list gave
    public static Bytes parse(String cursor) {
        if (cursor.length() <= MAX) {
            try {
                return Bytes.of(Base64.getUrlDecoder().decode(cursor));
            } catch (IllegalArgumentException e) {
                throw invalid();
            }
        }
        throw invalid();
    }

    public static String text(String cursor) {
        return new String(parse(cursor).toArray(), StandardCharsets.UTF_8);
    }

    private static Failed invalid() {
        return new Failed(ErrorCode.INVALID_ARGUMENT, "The cursor is not one that a list gave.");
    }
}
