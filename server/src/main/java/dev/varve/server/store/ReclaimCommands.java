package dev.varve.server.store;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore;
import dev.varve.projections.objects.ObjectReader;
import java.util.List;

/// Reclaim's decisions. They are on the writer because only there "no reference" stays true while
/// it is acted on; they append no event, since what a node keeps is its own affair.
final class ReclaimCommands {
    private ReclaimCommands() {}

    /// Those of `candidates` that nothing references or pins.
    record Unreferenced(BlobStore blobs, List<BlobId> candidates) implements Command<List<BlobId>> {
        @Override
        public Decision<List<BlobId>> decide(ObjectReader view, Context context) {
            return new Decision.Local<>(room ->
                    candidates.stream()
                            .filter(blob -> room.view().references(blob) == 0)
                            .filter(blob -> !blobs.isPinned(blob) && blobs.find(blob).isPresent())
                            .toList());
        }

        @Override
        public boolean grows() {
            return false;
        }
    }

    /// Those of `candidates` that something references. Between an event and its view row nothing
    /// can be asked here, so what is missing now is missing.
    record Referenced(BlobStore blobs, List<BlobId> candidates, boolean andGone)
            implements Command<List<BlobId>> {
        @Override
        public Decision<List<BlobId>> decide(ObjectReader view, Context context) {
            return new Decision.Local<>(room ->
                    candidates.stream()
                            .filter(blob -> room.view().references(blob) > 0)
                            .filter(blob -> !andGone || blobs.find(blob).isEmpty())
                            .toList());
        }

        @Override
        public boolean grows() {
            return false;
        }
    }

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
            return blobs.find(blob).isPresent();
        }

        @Override
        public boolean grows() {
            return false;
        }
    }
}
