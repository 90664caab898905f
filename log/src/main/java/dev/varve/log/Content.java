package dev.varve.log;

import java.util.List;
import java.util.stream.Collectors;

/// What an object's bytes are made of. Few slices travel in the event; many are a manifest blob.
public sealed interface Content {
    int MAX_INLINE_SLICES = 64;
    int MAX_SLICES = 10_000;
    Content EMPTY = new Inline(List.of());

    long size();

    /// Every blob this content keeps alive, each once.
    List<BlobId> blobs();

    /// Up to 64 slices, adjacent ones merged; none at all for an empty object.
    record Inline(List<Slice> slices) implements Content {
        public Inline {
            slices = List.copyOf(slices);
            if (slices.size() > MAX_INLINE_SLICES) {
                throw new IllegalArgumentException(slices.size() + " slices need a manifest");
            }
        }

        @Override
        public long size() {
            return slices.stream().mapToLong(Slice::length).sum();
        }

        @Override
        public List<BlobId> blobs() {
            return slices.stream().map(Slice::blob).distinct().collect(Collectors.toList());
        }
    }

    /// `parts` are the distinct blobs the manifest's slices name: folds count references to
    /// them without reading the manifest.
    record Manifested(BlobId manifest, long size, int slices, List<BlobId> parts)
            implements Content {
        public Manifested {
            parts = List.copyOf(parts);
            if (slices <= MAX_INLINE_SLICES || slices > MAX_SLICES || parts.size() > slices) {
                throw new IllegalArgumentException("not a manifest: " + slices + " slices");
            }
        }

        @Override
        public List<BlobId> blobs() {
            return java.util.stream.Stream.concat(
                            java.util.stream.Stream.of(manifest), parts.stream())
                    .distinct()
                    .collect(Collectors.toList());
        }
    }
}
