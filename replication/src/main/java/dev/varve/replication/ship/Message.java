package dev.varve.replication.ship;

import dev.varve.log.BlobId;
import dev.varve.log.Bytes;
import dev.varve.log.ClusterId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import java.util.Arrays;
import java.util.Optional;

/// What a source says to a follower, one after the other. `FORMAT.md` has the bytes.
public sealed interface Message {

    /// Comes first, once.
    ///
    /// @param origin of the journal that the source writes
    /// @param formatLevel the newest forms that it reads
    /// @param durable its newest durable position
    record Hello(
            ClusterId cluster, Origin origin, int formatLevel, Position durable, Promise promise)
            implements Message {}

    /// A blob that the events of the next frame name.
    record BlobMessage(BlobId id, Bytes content) implements Message {
        public BlobMessage {
            if (content.length() == 0 || content.length() > SmallBlobs.MAX) {
                throw new IllegalArgumentException(
                        "a blob of %d bytes; those beside events have 1 to %d"
                                .formatted(content.length(), SmallBlobs.MAX));
            }
        }
    }

    /// Events, as [dev.varve.log.codec.Frame#bytes()] gives them.
    record FrameMessage(Bytes frame) implements Message {}

    /// There is nothing new, and the source is well.
    record Heartbeat(Promise promise) implements Message {}

    /// What was asked for is gone: the follower needs a snapshot. Nothing follows.
    ///
    /// @param oldest position of that origin that can be had
    record Trimmed(Position oldest) implements Message {}

    /// Nothing follows, for a reason.
    record End(Why why) implements Message {}

    /// The tags are sent: never renumber.
    enum Why {
        /// Enough for one answer: ask again.
        TURN_OVER(1),
        /// The source stops.
        CLOSING(2),
        /// The source has nothing of that origin.
        NOT_HERE(3),
        /// The follower knows more of the source's journal than the source itself: its tail was lost,
        /// and it did not begin a new incarnation.
        AHEAD(4),
        /// The source cannot read what was asked for.
        DAMAGED(5);

        private final int tag;

        Why(int tag) {
            this.tag = tag;
        }

        public int tag() {
            return tag;
        }

        static Optional<Why> ofTag(int tag) {
            return Arrays.stream(values()).filter(each -> each.tag == tag).findFirst();
        }
    }
}
