package dev.varve.log.blob;

/// What the placement index knows of one shelf (a pack, or all large files): how far it was read
/// into the index, and what lives there. Changed only together with the placements it counts.
///
/// @param scannedTo every record below this offset is in the index or dead; for large files 1 when
///     the directory was listed into the index, else 0
public record Tally(
        long scannedTo, long blobs, long logicalBytes, long storedBytes, long quarantined) {
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    Tally plus(Placement placement) {
        return changed(placement, 1);
    }

    Tally minus(Placement placement) {
        return changed(placement, -1);
    }

    Tally scanned(long to) {
        return new Tally(Math.max(scannedTo, to), blobs, logicalBytes, storedBytes, quarantined);
    }

    Tally and(Tally other) {
        return new Tally(
                0,
                blobs + other.blobs,
                logicalBytes + other.logicalBytes,
                storedBytes + other.storedBytes,
                quarantined + other.quarantined);
    }

    /// In a pack: what is neither header nor live record.
    long deadBytes() {
        return Math.max(0, scannedTo - PackFormat.HEADER_BYTES - storedBytes);
    }

    private Tally changed(Placement placement, int sign) {
        return new Tally(
                scannedTo,
                blobs + sign,
                logicalBytes + sign * placement.length(),
                storedBytes + sign * placement.storedBytes(),
                quarantined + (placement.quarantined() ? sign : 0));
    }
}
