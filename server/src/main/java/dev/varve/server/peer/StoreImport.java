package dev.varve.server.peer;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore;
import dev.varve.log.BlobUpload;
import dev.varve.log.Bytes;
import dev.varve.log.Hash256;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.PinnedBlob;
import dev.varve.log.Position;
import dev.varve.projections.objects.Peer;
import dev.varve.replication.follow.Blobs;
import dev.varve.replication.follow.Import;
import dev.varve.replication.follow.Known;
import dev.varve.replication.follow.VerifiedFrame;
import dev.varve.server.store.Imports;
import dev.varve.server.store.Varve;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What one peer gave, on its way into the store. For one thread, but for what it asks the store.
final class StoreImport implements Import, Blobs {
    private final OwnOrigins own;
    private final Origin origin;
    private final Imports imports;
    private final BlobStore blobs;

    StoreImport(Varve varve) {
        this.own = new OwnOrigins(varve.journal());
        this.origin = varve.journal().origin();
        this.imports = varve.imports();
        this.blobs = varve.blobs();
    }

    @Override
    public Known known(Origin origin) {
        return imports.of(origin)
                .map(StoreImport::known)
                .orElseGet(() -> own.owns(origin) ? own.known(origin) : Known.nothing(origin));
    }

    private static Known known(Peer peer) {
        return new Known(peer.origin(), peer.position(), peer.root(), peer.time());
    }

    @Override
    public Optional<Origin> newest(NodeId node) {
        return imports.all().stream()
                .map(Peer::origin)
                .filter(origin -> origin.node().equals(node))
                .max(Comparator.naturalOrder());
    }

    @Override
    public Optional<Hash256> chainAfter(Origin origin, Position position) {
        return Optional.empty();
    }

    @Override
    public Origin own() {
        return origin;
    }

    @Override
    public Running begin(VerifiedFrame frame) {
        Imports.Running running = imports.begin(frame.imported(), frame.events());
        return () ->
                switch (running.await()) {
                    case dev.varve.server.store.Outcome.Done<Position> _ ->
                            new Import.Outcome.Done();
                    case dev.varve.server.store.Outcome.Refused<Position>(var refusal) ->
                            new Import.Outcome.Refused(refusal.message());
                };
    }

    @Override
    public Held hold() {
        return new Pinned();
    }

    /// Bytes that came with one frame.
    private final class Pinned implements Held {
        private final List<PinnedBlob> all = new ArrayList<>();

        @Override
        public boolean store(BlobId id, Bytes content) {
            BlobUpload.Finished kept = blobs.keep(id, content);
            all.add(kept.blob());
            return kept.fresh();
        }

        @Override
        public void close() {
            all.forEach(PinnedBlob::close);
        }
    }
}
