package dev.varve.projections.objects;

/// What one bucket holds. `objects` and `bytes` count versions that are objects and visible to
/// clients; `hidden…` those kept only as history; `upload…` parts of open uploads.
public record Usage(
        long objects,
        long bytes,
        long currentObjects,
        long currentBytes,
        long hiddenObjects,
        long hiddenBytes,
        long uploadParts,
        long uploadBytes) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, 0, 0);

    Usage plus(Usage more) {
        return new Usage(
                objects + more.objects,
                bytes + more.bytes,
                currentObjects + more.currentObjects,
                currentBytes + more.currentBytes,
                hiddenObjects + more.hiddenObjects,
                hiddenBytes + more.hiddenBytes,
                uploadParts + more.uploadParts,
                uploadBytes + more.uploadBytes);
    }

    /// One version more (or with -1 less) that clients can see.
    Usage visible(int objectsMore, long size) {
        return new Usage(
                objects + objectsMore,
                bytes + objectsMore * size,
                currentObjects,
                currentBytes,
                hiddenObjects,
                hiddenBytes,
                uploadParts,
                uploadBytes);
    }

    Usage current(int objectsMore, long size) {
        return new Usage(
                objects,
                bytes,
                currentObjects + objectsMore,
                currentBytes + objectsMore * size,
                hiddenObjects,
                hiddenBytes,
                uploadParts,
                uploadBytes);
    }

    Usage hidden(int objectsMore, long size) {
        return new Usage(
                objects,
                bytes,
                currentObjects,
                currentBytes,
                hiddenObjects + objectsMore,
                hiddenBytes + objectsMore * size,
                uploadParts,
                uploadBytes);
    }

    Usage uploads(int partsMore, long size) {
        return new Usage(
                objects,
                bytes,
                currentObjects,
                currentBytes,
                hiddenObjects,
                hiddenBytes,
                uploadParts + partsMore,
                uploadBytes + partsMore * size);
    }
}
