package dev.varve.replication.ship;

import dev.varve.log.BlobId;
import dev.varve.log.Recorded;

/// Which of the small blobs that events name a follower wants beside them.
@FunctionalInterface
public interface BlobWish {
    BlobWish NONE = (_, _) -> false;
    BlobWish ALL = (_, _) -> true;

    boolean wants(Recorded event, BlobId blob);
}
