package dev.varve.server.store;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore;
import dev.varve.log.PinnedBlob;
import dev.varve.projections.objects.ObjectReader;
import java.util.List;
import java.util.Optional;

/// Reclaim's decisions. They are on the writer because only there "no reference" stays true while
/// it is acted on; they append no event, since what a node keeps is its own affair.
final class ReclaimCommands {
    private ReclaimCommands() {}

    /// Condemns those of `candidates` that nothing references or pins.
    record Condemn(BlobStore blobs, List<BlobId> candidates) implements Command<List<BlobId>> {
        @Override
        public Decision<List<BlobId>> decide(ObjectReader view, Context context) {
            return new Decision.Local<>(room ->
                    candidates.stream()
                            .filter(blob -> room.view().references(blob) == 0)
                            .filter(blobs::condemn)
                            .toList());
        }

        @Override
        public boolean grows() {
            return false;
        }
    }

    /// Forgets orphans that are durably gone or referenced again.
    record Forget(BlobStore blobs, List<BlobId> candidates) implements Command<Integer> {
        @Override
        public Decision<Integer> decide(ObjectReader view, Context context) {
            return new Decision.Local<>(this::forget);
        }

        private int forget(LocalRoom room) {
            List<BlobId> settled =
                    candidates.stream()
                            .filter(blob -> room.view().references(blob) > 0 || !isHere(blob))
                            .toList();
            settled.forEach(room::forgetOrphan);
            return settled.size();
        }

        private boolean isHere(BlobId blob) {
            Optional<PinnedBlob> pinned = blobs.pin(blob);
            pinned.ifPresent(PinnedBlob::close);
            return pinned.isPresent();
        }

        @Override
        public boolean grows() {
            return false;
        }
    }
}
