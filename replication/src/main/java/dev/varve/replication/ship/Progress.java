package dev.varve.replication.ship;

import dev.varve.log.Position;
import dev.varve.log.StoreException;
import dev.varve.log.codec.Frame;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How far one shipment got in the journal that it reads.
interface Progress extends AutoCloseable {
    /// Finds where to begin; null when it found that, else why there is nothing to be had.
    ///
    /// @throws StoreException.Trimmed when events went that the follower lacks
    Message.@Nullable Why begin();

    /// The next frame; empty when there is none for now.
    ///
    /// @throws StoreException.Trimmed when events went that the follower lacks
    Optional<Frame> next();

    /// The event of the own journal to wait for when there was no frame.
    Position awaited();

    Promise promise();

    @Override
    void close();
}
