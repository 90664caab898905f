package dev.varve.server.peer;

import dev.varve.log.BlobId;
import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Event;
import dev.varve.log.NodeId;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.replication.Copies;
import dev.varve.replication.Subject;
import dev.varve.server.store.ClusterLayouts;
import dev.varve.server.store.CurrentLayout;
import dev.varve.server.store.Imports;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which bytes a member keeps, by the layout. Without one it keeps all.
final class Wanted {
    private final ClusterLayouts layouts;
    private final Imports imports;

    Wanted(ClusterLayouts layouts, Imports imports) {
        this.layouts = layouts;
        this.imports = imports;
    }

    /// Whether the member keeps a blob for any object that this event is about.
    boolean by(NodeId member, Event event, BlobId blob) {
        Optional<Copies> copies = layouts.current().map(CurrentLayout::copies);
        return copies.isEmpty()
                || copies.get().wantsAll(member)
                || wants(copies.get(), member, event, blob);
    }

    private boolean wants(Copies copies, NodeId member, Event event, BlobId blob) {
        return switch (event) {
            case Event.NewVersion made ->
                    made.state().content().blobs().contains(blob)
                            && copies.wants(member, subject(made), blob);
            case Event.UploadEvent upload ->
                    copies.wants(
                            member, Subject.ofKey(name(upload.bucket()), text(upload.key())), blob);
            case Event.TransactionCommitted all ->
                    all.changes().stream().anyMatch(each -> wants(copies, member, each, blob));
            case Event.LinkSpent spent when spent.change() != null ->
                    wants(copies, member, spent.change(), blob);
            default -> true; // names none, or what must not be missed
        };
    }

    /// The blobs of a version that the member keeps.
    List<BlobId> of(NodeId member, BucketName bucket, ObjectKey key, ObjectState state) {
        Optional<Copies> copies = layouts.current().map(CurrentLayout::copies);
        Subject subject = subject(bucket.value(), key, state);
        return state.content().blobs().stream()
                .filter(blob -> copies.isEmpty() || copies.get().wants(member, subject, blob))
                .toList();
    }

    private Subject subject(Event.NewVersion made) {
        return subject(name(made.bucket()), made.key(), made.state());
    }

    private static Subject subject(String bucket, ObjectKey key, ObjectState state) {
        Map<String, String> system = state.attributes().metadata().system();
        return new Subject(
                bucket,
                text(key),
                system.getOrDefault("content-type", ""),
                state.size(),
                system.getOrDefault("x-amz-storage-class", ""));
    }

    private static String text(ObjectKey key) {
        return key.toString();
    }

    private String name(BucketId bucket) {
        return imports.bucketName(bucket).map(BucketName::value).orElse("");
    }
}
