package dev.varve.server.http;

import java.time.Duration;

/// How a request was served, as the listener measured it.
///
/// @param status of the answer; what was meant, where the client was gone before
/// @param bytesIn of the body, as far as it was read
/// @param bytesOut of the answer's body, as far as it was sent
/// @param firstByte from the end of the request's headers to the first byte of the answer
/// @param total from the end of the request's headers to the last byte of the answer
/// @param complete false when the answer was cut off
public record Served(
        int status,
        long bytesIn,
        long bytesOut,
        Duration firstByte,
        Duration total,
        boolean complete) {}
