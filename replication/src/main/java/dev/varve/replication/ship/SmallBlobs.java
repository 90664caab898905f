package dev.varve.replication.ship;

import dev.varve.log.BlobId;
import dev.varve.log.BlobStore;
import dev.varve.log.Bytes;
import dev.varve.log.PinnedBlob;
import dev.varve.log.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Where blobs come from that travel beside the events that name them.
@FunctionalInterface
public interface SmallBlobs {
    /// The longest blob that travels beside events; longer ones are fetched by id.
    int MAX = 64 << 10;

    SmallBlobs NONE = _ -> Optional.empty();

    /// Empty for a blob that is longer than [#MAX] or not here: the follower fetches it by id.
    Optional<Bytes> read(BlobId id);

    /// Those of a store. One that turns out damaged counts as not here; the store has noticed.
    static SmallBlobs of(BlobStore store) {
        return id -> {
            try (PinnedBlob blob = store.pin(id).orElse(null)) {
                return blob == null || blob.length() > MAX
                        ? Optional.empty()
                        : Optional.of(readAll(blob));
            } catch (StoreException.Corrupt e) {
                return Optional.empty();
            }
        };
    }

    private static Bytes readAll(PinnedBlob blob) {
        try (InputStream in = blob.read(0, blob.length())) {
            return Bytes.of(in.readNBytes(Math.toIntExact(blob.length())));
        } catch (IOException e) {
            throw new StoreException.Failed("cannot read " + blob.id(), e);
        }
    }
}
