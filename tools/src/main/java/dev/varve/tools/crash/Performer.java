package dev.varve.tools.crash;

import dev.varve.log.BucketName;
import dev.varve.log.ETag;
import dev.varve.log.ObjectKey;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.Part;
import dev.varve.server.store.Body;
import dev.varve.server.store.CompleteRequest;
import dev.varve.server.store.CompleteRequest.NamedPart;
import dev.varve.server.store.CopyRequest;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Preconditions;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.VersionRef;
import dev.varve.server.store.Written;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks a store for an operation.
final class Performer {
    private static final int MOST_PARTS = 100;
    private final ObjectStore store;

    Performer(ObjectStore store) {
        this.store = store;
    }

    /// @param id of the version or upload it made, [Op#NONE] when none
    /// @param position of its event where the store says so, -1 else
    record Result(String id, long position) {
        static Result of(Written written) {
            return new Result(written.version().toString(), written.position().value());
        }

        static <R> Result nothing(R ignored) {
            return new Result(Op.NONE, -1);
        }
    }

    Outcome<Result> perform(Op op) {
        BucketName bucket = op.at().bin().bucket();
        ObjectKey key = op.at().key();
        return switch (op) {
            case Op.Put put -> store.put(request(put)).map(Result::of);
            case Op.Copy copy -> store.copy(request(copy)).map(Result::of);
            case Op.Delete _ ->
                    store.delete(bucket, key)
                            .map(deleted -> new Result(id(deleted.marker().orElse(null)), -1));
            case Op.DeleteVersion(var _, String version) ->
                    store.deleteVersion(bucket, key, ref(version), false).map(Result::nothing);
            case Op.Undelete(var _, String version) ->
                    store.history()
                            .undelete(
                                    bucket,
                                    key,
                                    version.equals(Op.NONE) ? null : VersionId.parse(version))
                            .map(Result::of);
            case Op.Purge(var _, String version) ->
                    store.history()
                            .purge(bucket, key, VersionId.parse(version))
                            .map(Result::nothing);
            case Op.PurgeAll(Target at) ->
                    store.history().purge(bucket, at.name()).map(Result::nothing);
            case Op.Open _ ->
                    store.uploads()
                            .create(bucket, key)
                            .map(upload -> new Result(upload.toString(), -1));
            case Op.PutPart part -> part(part);
            case Op.Complete complete -> complete(complete);
            case Op.Abort(var _, String upload) ->
                    store.uploads().abort(bucket, key, UploadId.parse(upload)).map(Result::nothing);
        };
    }

    private static String id(@Nullable VersionRef ref) {
        return ref == null ? Op.NONE : ref.toString();
    }

    private static VersionRef ref(String version) {
        return VersionRef.of(VersionId.parse(version));
    }

    private static PutRequest request(Op.Put put) {
        Target at = put.at();
        Body body = Body.of(put.piece().bytes());
        Preconditions asked =
                switch (put.condition()) {
                    case NONE -> Preconditions.NONE;
                    case ABSENT -> Preconditions.ifAbsent();
                    case SAME_ETAG -> Preconditions.ifMatch(new ETag(put.etag()));
                };
        return PutRequest.of(at.bin().bucket(), at.key(), body).preconditions(asked);
    }

    private static CopyRequest request(Op.Copy copy) {
        Target from = copy.from();
        return CopyRequest.of(
                ReadRequest.of(from.bin().bucket(), from.key()),
                copy.at().bin().bucket(),
                copy.at().key());
    }

    private Outcome<Result> part(Op.PutPart part) {
        return store.uploads()
                .put(
                        part.at().bin().bucket(),
                        part.at().key(),
                        UploadId.parse(part.upload()),
                        part.number(),
                        Body.of(part.piece().bytes()))
                .map(put -> new Result(Op.NONE, put.position().value()));
    }

    private Outcome<Result> complete(Op.Complete complete) {
        BucketName bucket = complete.at().bin().bucket();
        UploadId upload = UploadId.parse(complete.upload());
        Outcome<List<Part>> parts =
                store.uploads().parts(bucket, complete.at().key(), upload, 0, MOST_PARTS);
        return parts.then(
                        all -> {
                            List<NamedPart> named =
                                    all.stream()
                                            .filter(part ->
                                                    complete.numbers().contains(part.number()))
                                            .map(part -> new NamedPart(part.number(), part.etag()))
                                            .toList();
                            return store.uploads()
                                    .complete(
                                            bucket,
                                            complete.at().key(),
                                            upload,
                                            CompleteRequest.of(named));
                        })
                .map(Result::of);
    }
}
