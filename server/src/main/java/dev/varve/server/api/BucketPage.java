package dev.varve.server.api;

import dev.varve.projections.objects.Bucket;
import dev.varve.server.auth.Access;
import dev.varve.server.auth.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A page of the buckets that a caller may do something with, as `prefix`, `limit` and `cursor` of the
/// query ask for it.
///
/// @param next the cursor of the next page, where there is one
public record BucketPage(List<Bucket> buckets, @Nullable String next) {
    private static final int MOST = 1000;
    private static final int OTHERWISE = 100;

    public BucketPage {
        buckets = List.copyOf(buckets);
    }

    public static BucketPage of(ApiCall call, Action action) {
        int limit = call.number("limit", 1, MOST, OTHERWISE);
        String prefix = call.query("prefix").orElse("");
        String after = call.query("cursor").map(Cursor::text).orElse("");
        List<Bucket> found = new ArrayList<>();
        List<Bucket> step;
        do {
            step = call.store().buckets().list(prefix, after, MOST);
            step.stream()
                    .filter(bucket -> may(call, action, bucket))
                    .limit(limit + 1L - found.size())
                    .forEach(found::add);
            after = step.isEmpty() ? after : step.getLast().name().value();
        } while (step.size() == MOST && found.size() <= limit);
        boolean more = found.size() > limit;
        List<Bucket> shown = more ? found.subList(0, limit) : found;
        return new BucketPage(shown, more ? Cursor.of(shown.getLast().name().value()) : null);
    }

    private static boolean may(ApiCall call, Action action, Bucket bucket) {
        Access.Resource resource =
                new Access.Resource(bucket.name().value(), "", Optional.of(bucket.owner()));
        return Access.isAllowed(call.principal(), action, resource);
    }
}
