package dev.varve.log.blob;

import dev.varve.log.StoreException;
import java.io.IOException;

/// Tells a full volume from every other failure.
final class DiskFull {
    private DiskFull() {}

    static StoreException classify(String what, IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left on device") || message.contains("quota exceeded")
                ? new StoreException.OutOfSpace(what + ": the volume is full", e)
                : new StoreException.Failed(what + ": " + message, e);
    }
}
