package dev.varve.server.http.helidon;

import io.helidon.common.buffers.BufferData;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/// The frames of HTTP/2 on their way to Helidon. A client resets a stream when it has read all that
/// it wants of an answer; by then the stream may have ended. The protocol says to ignore that, but
/// Helidon ends the whole connection for it when a later stream has begun. Such resets end here.
final class Frames {
    private static final int HEADER = 9;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int RESET_LENGTH = 4;

    private final IntConsumer onReset;
    private int latest;
    private boolean payloadFollows;

    /// @param onReset told of streams whose resets end here, whether or not they have ended
    Frames(IntConsumer onReset) {
        this.onReset = onReset;
    }

    /// Helidon reads the header of a frame, then its payload if it has any. What it reads before the
    /// first frame is longer than a header.
    BufferData read(int length, IntFunction<BufferData> from) {
        BufferData data = from.apply(length);
        if (payloadFollows || length != HEADER) {
            payloadFollows = false;
            return data;
        }
        while (isResetOfAnEarlierStream(data)) {
            onReset.accept(stream(data));
            from.apply(RESET_LENGTH).skip(RESET_LENGTH);
            data = from.apply(HEADER);
        }
        payloadFollows = length(data) > 0;
        if (type(data) == HEADERS) {
            latest = Math.max(latest, stream(data));
        }
        return data;
    }

    private boolean isResetOfAnEarlierStream(BufferData header) {
        return type(header) == RESET
                && length(header) == RESET_LENGTH
                && stream(header) % 2 == 1
                && stream(header) < latest;
    }

    private static int length(BufferData header) {
        return byteAt(header, 0) << 16 | byteAt(header, 1) << 8 | byteAt(header, 2);
    }

    private static int type(BufferData header) {
        return byteAt(header, 3);
    }

    private static int stream(BufferData header) {
        return (byteAt(header, 5) & 0x7f) << 24
                | byteAt(header, 6) << 16
                | byteAt(header, 7) << 8
                | byteAt(header, 8);
    }

    private static int byteAt(BufferData header, int index) {
        return header.get(index) & 0xff;
    }
}
