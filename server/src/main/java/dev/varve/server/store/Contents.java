package dev.varve.server.store;

import dev.varve.log.BlobHints;
import dev.varve.log.BlobId;
import dev.varve.log.BlobUpload;
import dev.varve.log.Content;
import dev.varve.log.ObjectPart;
import dev.varve.log.ObjectState;
import dev.varve.log.PinnedBlob;
import dev.varve.log.Slice;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Between slices and [Content]: writes a manifest where there are many, reads it back.
final class Contents {
    private final Core core;

    Contents(Core core) {
        this.core = core;
    }

    /// Content made of slices, and the pin of its manifest blob where one was needed.
    record Built(Content content, @Nullable PinnedBlob manifest) implements Pins {
        @Override
        public List<BlobId> blobs() {
            return manifest == null ? List.of() : List.of(manifest.id());
        }

        @Override
        public void close() {
            if (manifest != null) {
                manifest.close();
            }
        }
    }

    Built build(List<Slice> slices, List<ObjectPart> parts, int domain) {
        List<Slice> merged = Manifest.merged(slices);
        if (merged.size() <= Content.MAX_INLINE_SLICES) {
            return new Built(new Content.Inline(merged), null);
        }
        Manifest manifest = new Manifest(merged, parts);
        byte[] bytes = ManifestCodec.encode(manifest);
        BlobHints hints = new BlobHints(domain, "", "", bytes.length, Set.of());
        try (BlobUpload upload = core.blobs().upload(hints)) {
            upload.write(bytes, 0, bytes.length);
            PinnedBlob blob = upload.finish().blob();
            long size = merged.stream().mapToLong(Slice::length).sum();
            return new Built(
                    new Content.Manifested(blob.id(), size, merged.size(), manifest.blobs()), blob);
        }
    }

    /// The slices of a content; empty when its manifest is not here.
    Optional<List<Slice>> slices(Content content) {
        return switch (content) {
            case Content.Inline(List<Slice> slices) -> Optional.of(slices);
            case Content.Manifested manifested -> manifest(manifested).map(Manifest::slices);
        };
    }

    /// The slices of a content that an open upload or version keeps alive.
    List<Slice> require(Content content) {
        return slices(content)
                .orElseThrow(() -> new StoreException.Failed("the manifest of a part is not here"));
    }

    /// The parts an object was made of; none for one that was put whole.
    Optional<List<ObjectPart>> parts(ObjectState state) {
        return state.content() instanceof Content.Manifested manifested && state.partCount() > 0
                ? manifest(manifested).map(Manifest::parts)
                : Optional.of(state.parts());
    }

    private Optional<Manifest> manifest(Content.Manifested content) {
        Optional<PinnedBlob> pinned = core.blobs().pin(content.manifest());
        if (pinned.isEmpty()) {
            return Optional.empty();
        }
        try (PinnedBlob blob = pinned.get();
                InputStream in = blob.read(0, blob.length())) {
            return Optional.of(ManifestCodec.decode(in.readAllBytes()));
        } catch (IOException e) {
            throw new StoreException.Failed("cannot read manifest " + content.manifest(), e);
        }
    }
}
