package dev.varve.server.feed;

import dev.varve.log.BucketId;
import dev.varve.log.Event.BucketCreated;
import dev.varve.log.Event.BucketDeleted;
import dev.varve.log.Event.HistoryFloorRaised;
import dev.varve.log.Event.QuotaThresholdCrossed;
import dev.varve.server.auth.Access;
import dev.varve.server.auth.Access.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.auth.Principal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What a principal may be told: of keys that it may list and read, also as they were, and of what
/// became of buckets it may list. All else is for operators.
public final class Sight {
    private final Principal principal;
    private final Feed feed;
    private final boolean everything;

    public Sight(Principal principal, Feed feed) {
        this.principal = principal;
        this.feed = feed;
        this.everything = Access.isAllowed(principal, Action.READ_JOURNAL, Resource.SERVICE);
    }

    public boolean ofEverything() {
        return everything;
    }

    public boolean covers(Change change) {
        if (everything) {
            return true;
        }
        if (change.rest()) {
            return change.ranges().stream()
                    .allMatch(range ->
                            mayRead(
                                    range.bucket(),
                                    new String(range.prefix().toArray(), StandardCharsets.UTF_8)));
        }
        return change.bucket()
                .map(bucket ->
                        change.key()
                                .map(key -> mayRead(bucket, key.toString()))
                                .orElseGet(() -> mayKnow(change, bucket)))
                .orElse(false);
    }

    private boolean mayRead(BucketId bucket, String key) {
        return feed.bucket(bucket)
                .map(found -> resource(found, key).asItWas())
                .filter(of -> Access.isAllowed(principal, Action.LIST, of))
                .filter(of -> Access.isAllowed(principal, Action.READ_VERSION, of))
                .isPresent();
    }

    private boolean mayKnow(Change change, BucketId bucket) {
        return switch (change.event()) {
            case BucketCreated _, BucketDeleted _, HistoryFloorRaised _, QuotaThresholdCrossed _ ->
                    feed.bucket(bucket)
                            .map(found -> resource(found, ""))
                            .filter(of -> Access.isAllowed(principal, Action.READ_STATS, of))
                            .isPresent();
            default -> false; // settings, and what is inside
        };
    }

    /// Whether it may be told from where somebody came.
    public boolean ofAddresses(Change change) {
        return everything || change.bucket().filter(this::mayReadAddresses).isPresent();
    }

    private boolean mayReadAddresses(BucketId bucket) {
        return feed.bucket(bucket)
                .map(found -> resource(found, ""))
                .filter(of -> Access.isAllowed(principal, Action.READ_ADDRESSES, of))
                .isPresent();
    }

    private static Resource resource(KnownBucket bucket, String key) {
        return new Resource(bucket.name(), key, Optional.of(bucket.owner()));
    }

    /// What of the changes somebody gets who asked for a selection of them.
    public boolean shows(Change change, Selection wanted) {
        return wanted.takes(change, feed) && covers(change);
    }
}
