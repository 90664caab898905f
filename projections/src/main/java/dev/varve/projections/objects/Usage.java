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
}
