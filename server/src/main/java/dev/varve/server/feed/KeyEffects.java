package dev.varve.server.feed;

import dev.varve.log.BucketId;
import dev.varve.log.ObjectKey;
import dev.varve.log.Recorded;
import dev.varve.projections.objects.Version;
import java.util.Optional;

/// What the state of now says of the past: the bucket of a name, and what became of one key by an event
/// about ranges.
public interface KeyEffects {
    /// The bucket that has this name now.
    Optional<BucketId> live(String bucket);

    /// The version that the event made of it, as long as it is held.
    Optional<Version> made(Recorded event, BucketId bucket, ObjectKey key);

    /// Whether history of the bucket goes back to the event.
    boolean reaches(Recorded event, BucketId bucket);
}
