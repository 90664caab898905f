package dev.varve.replication.follow;

/// What one peer gave since this node started.
///
/// @param frames that were folded
/// @param events in them
/// @param bytes of all frames and blobs that came
/// @param blobs that were stored
/// @param replayed frames that were known already
/// @param refused frames and streams that were not believed
/// @param failed streams that could not be had or were cut
public record FollowCounters(
        long frames,
        long events,
        long bytes,
        long blobs,
        long replayed,
        long refused,
        long failed) {
    static final FollowCounters ZERO = new FollowCounters(0, 0, 0, 0, 0, 0, 0);

    FollowCounters folded(long moreEvents, long moreBlobs) {
        return new FollowCounters(
                frames + 1,
                events + moreEvents,
                bytes,
                blobs + moreBlobs,
                replayed,
                refused,
                failed);
    }

    FollowCounters received(long more) {
        return new FollowCounters(frames, events, bytes + more, blobs, replayed, refused, failed);
    }

    FollowCounters oneReplayed() {
        return new FollowCounters(frames, events, bytes, blobs, replayed + 1, refused, failed);
    }

    FollowCounters oneRefused() {
        return new FollowCounters(frames, events, bytes, blobs, replayed, refused + 1, failed);
    }

    FollowCounters oneFailed() {
        return new FollowCounters(frames, events, bytes, blobs, replayed, refused, failed + 1);
    }
}
