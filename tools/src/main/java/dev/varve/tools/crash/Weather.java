package dev.varve.tools.crash;

/// How it is on the way from one node to another, for connections that the first one opens.
///
/// @param refuses connections are broken off, new ones at once
/// @param holdsRequests what the first sends gets no further until the weather changes
/// @param holdsAnswers nor what it would be sent
/// @param delayMillis of each chunk
/// @param bytesPerSecond 0 for no limit
/// @param breaksAfter so many bytes of a connection, amid a chunk; 0 for never
record Weather(
        boolean refuses,
        boolean holdsRequests,
        boolean holdsAnswers,
        int delayMillis,
        int bytesPerSecond,
        int breaksAfter) {
    static final Weather CALM = new Weather(false, false, false, 0, 0, 0);
    static final Weather CUT = new Weather(true, false, false, 0, 0, 0);
    static final Weather DEAF = new Weather(false, true, false, 0, 0, 0);
    static final Weather DUMB = new Weather(false, false, true, 0, 0, 0);

    static Weather late(int millis) {
        return new Weather(false, false, false, millis, 0, 0);
    }

    static Weather slow(int bytesPerSecond) {
        return new Weather(false, false, false, 0, bytesPerSecond, 0);
    }

    static Weather torn(int bytes) {
        return new Weather(false, false, false, 0, 0, bytes);
    }

    boolean holds(boolean answer) {
        return answer ? holdsAnswers : holdsRequests;
    }

    /// How long a chunk takes.
    long millis(int bytes) {
        return bytesPerSecond == 0 ? delayMillis : delayMillis + bytes * 1000L / bytesPerSecond;
    }
}
