package dev.varve.server.store;

import dev.varve.log.BlobId;
import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.Content;
import dev.varve.log.HybridTime;
import dev.varve.log.ObjectState;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ListPage;
import dev.varve.projections.objects.ListPage.ListedObject;
import dev.varve.projections.objects.ListQuery;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.replication.AssignmentPreview;
import dev.varve.replication.AssignmentPreview.Piece;
import dev.varve.replication.AssignmentPreview.Stored;
import dev.varve.replication.ClusterLayout;
import dev.varve.replication.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// Looks at objects that are stored, to tell what another layout would change for them.
///
/// @param more whether there are objects that were not looked at
public record LayoutPreview(AssignmentPreview preview, boolean more) {
    /// Of one preview.
    public static final int MOST = 10_000;

    private static final int PAGE = 1000;
    private static final String TYPE = "content-type";
    private static final String CLASS = "x-amz-storage-class";

    /// @param bucket all where it is empty
    static LayoutPreview of(
            ObjectReader view,
            ClusterLayout before,
            ClusterLayout after,
            Optional<BucketName> bucket,
            String prefix,
            int limit) {
        List<Stored> all = new ArrayList<>();
        boolean more = false;
        List<Bucket> page = first(view, bucket);
        while (!page.isEmpty() && !more) {
            for (Bucket each : page) {
                more |= gather(view, each, prefix, limit, all);
            }
            page =
                    bucket.isPresent()
                            ? List.of()
                            : view.buckets("", page.getLast().name().value(), PAGE);
        }
        return new LayoutPreview(AssignmentPreview.of(before, after, all), more);
    }

    private static List<Bucket> first(ObjectReader view, Optional<BucketName> bucket) {
        return bucket.map(name -> view.bucket(name).stream().toList())
                .orElseGet(() -> view.buckets("", "", PAGE));
    }

    /// True where it ended before the bucket did.
    private static boolean gather(
            ObjectReader view, Bucket bucket, String prefix, int limit, List<Stored> into) {
        if (into.size() >= limit) {
            return true;
        }
        ListQuery query =
                new ListQuery(
                        Bytes.utf8(prefix),
                        Bytes.EMPTY,
                        Bytes.EMPTY,
                        limit - into.size(),
                        HybridTime.MAX);
        ListPage page = view.list(bucket.id(), query);
        for (ListedObject object : page.objects()) {
            view.current(bucket.id(), object.key(), HybridTime.MAX)
                    .flatMap(version -> Optional.ofNullable(version.state()))
                    .ifPresent(state ->
                            into.add(stored(bucket.name(), object.key().toString(), state)));
        }
        return page.truncated();
    }

    private static Stored stored(BucketName bucket, String key, ObjectState state) {
        SortedMap<String, String> system = state.attributes().metadata().system();
        Subject subject =
                new Subject(
                        bucket.value(),
                        key,
                        system.getOrDefault(TYPE, ""),
                        state.size(),
                        system.getOrDefault(CLASS, ""));
        return new Stored(subject, pieces(state.content()));
    }

    /// A manifest does not say how much is in which blob: then each counts alike.
    private static List<Piece> pieces(Content content) {
        return switch (content) {
            case Content.Inline(var slices) ->
                    slices.stream().map(slice -> new Piece(slice.blob(), slice.length())).toList();
            case Content.Manifested manifested -> {
                List<BlobId> parts = manifested.parts();
                long share = manifested.size() / Math.max(1, parts.size());
                yield parts.stream().map(part -> new Piece(part, share)).toList();
            }
        };
    }
}
