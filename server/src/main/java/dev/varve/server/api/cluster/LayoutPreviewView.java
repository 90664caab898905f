package dev.varve.server.api.cluster;

import dev.varve.replication.AssignmentPreview;
import dev.varve.server.api.About;
import java.util.List;
import java.util.Map;

/// What another layout would change for the objects that were looked at.
public record LayoutPreviewView(
        @About("looked at, in the order of buckets and keys") long objects,
        @About("of these") long bytes,
        @About("whether there are more than were looked at") boolean more,
        @About("how many would get another owner") long moved,
        @About("the first 1,000 of them") List<MoveView> moves,
        @About("bytes that members would have to fetch, by name") Map<String, Long> gains,
        @About("bytes that members would no longer want, by name") Map<String, Long> losses) {
    public LayoutPreviewView {
        moves = List.copyOf(moves);
    }

    public record MoveView(
            String bucket,
            String key,
            @About("member, or empty for none in particular") String from,
            @About("the same") String to) {}

    static LayoutPreviewView of(AssignmentPreview preview, boolean more) {
        return new LayoutPreviewView(
                preview.objects(),
                preview.bytes(),
                more,
                preview.moved(),
                preview.moves().stream()
                        .map(move ->
                                new MoveView(move.bucket(), move.key(), move.from(), move.to()))
                        .toList(),
                preview.gains(),
                preview.losses());
    }
}
