package dev.varve.projections.objects;

import dev.varve.log.Event.Tally;

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

    public Usage plus(Usage more) {
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

    /// What a range event says it changed.
    static Usage of(Tally tally) {
        return new Usage(
                tally.objects(),
                tally.bytes(),
                tally.currentObjects(),
                tally.currentBytes(),
                tally.hiddenObjects(),
                tally.hiddenBytes(),
                0,
                0);
    }

    /// For a range event. Uploads are no matter of ranges.
    public Tally tally() {
        return new Tally(objects, bytes, currentObjects, currentBytes, hiddenObjects, hiddenBytes);
    }

    public Usage minus(Usage less) {
        return plus(
                new Usage(
                        -less.objects,
                        -less.bytes,
                        -less.currentObjects,
                        -less.currentBytes,
                        -less.hiddenObjects,
                        -less.hiddenBytes,
                        -less.uploadParts,
                        -less.uploadBytes));
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

    /// A hidden version stays, its bytes do not.
    Usage released(long size) {
        return new Usage(
                objects,
                bytes,
                currentObjects,
                currentBytes,
                hiddenObjects,
                hiddenBytes - size,
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
