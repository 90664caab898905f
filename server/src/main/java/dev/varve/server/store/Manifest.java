package dev.varve.server.store;

import dev.varve.log.BlobId;
import dev.varve.log.Checksum;
import dev.varve.log.ObjectPart;
import dev.varve.log.Slice;
import java.util.ArrayList;
import java.util.List;

/// An object's slices in order of offset, and the parts it was made of.
record Manifest(List<Slice> slices, List<ObjectPart> parts) {
    Manifest {
        slices = List.copyOf(slices);
        parts = List.copyOf(parts);
    }

    /// Slices with adjacent runs of one blob merged.
    static List<Slice> merged(List<Slice> slices) {
        List<Slice> merged = new ArrayList<>(slices.size());
        for (Slice slice : slices) {
            int last = merged.size() - 1;
            if (last >= 0 && merged.get(last).adjoins(slice)) {
                Slice before = merged.get(last);
                merged.set(
                        last,
                        new Slice(
                                before.blob(), before.offset(), before.length() + slice.length()));
            } else {
                merged.add(slice);
            }
        }
        return merged;
    }

    /// The slices that make up `[offset, offset + length)` of the whole.
    static List<Slice> range(List<Slice> slices, long offset, long length) {
        List<Slice> cut = new ArrayList<>();
        long at = 0;
        for (Slice slice : slices) {
            long from = Math.max(offset, at);
            long to = Math.min(offset + length, at + slice.length());
            if (from < to) {
                cut.add(new Slice(slice.blob(), slice.offset() + from - at, to - from));
            }
            at += slice.length();
        }
        return cut;
    }

    List<BlobId> blobs() {
        return slices.stream().map(Slice::blob).distinct().toList();
    }

    static ObjectPart part(int number, long size, List<Checksum> checksums) {
        return new ObjectPart(number, size, checksums.isEmpty() ? null : checksums.get(0));
    }
}
