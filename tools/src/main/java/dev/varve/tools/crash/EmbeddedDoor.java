package dev.varve.tools.crash;

import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.ETag;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Position;
import dev.varve.log.UploadId;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Upload;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.AsOf;
import dev.varve.server.store.Body;
import dev.varve.server.store.CompleteRequest;
import dev.varve.server.store.CompleteRequest.NamedPart;
import dev.varve.server.store.CopyRequest;
import dev.varve.server.store.Listings.Listing;
import dev.varve.server.store.ObjectBody;
import dev.varve.server.store.ObjectStore;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Preconditions;
import dev.varve.server.store.PrefixDelete;
import dev.varve.server.store.PrefixMove;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.RangeResult;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.ReadResult;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.RestoreRequest;
import dev.varve.server.store.RestoreResult;
import dev.varve.server.store.Staged;
import dev.varve.server.store.TransactionRequest;
import dev.varve.server.store.TransactionResult;
import dev.varve.server.store.VersionRef;
import dev.varve.server.store.Written;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A store in this process.
final class EmbeddedDoor implements Door {
    private static final int LOOK_BACK = 50;
    private static final int MOST_PARTS = 100;
    private static final int MOST_UPLOADS = 10;
    private final ObjectStore store;

    EmbeddedDoor(ObjectStore store) {
        this.store = store;
    }

    @Override
    public boolean reachesHistory() {
        return true;
    }

    @Override
    public long position() {
        return store.position().value();
    }

    @Override
    public List<Seen> versions(Target at) {
        return store.history().of(at.bin().bucket(), at.key(), null, LOOK_BACK).orThrow().stream()
                .filter(version -> version.kind() != Version.Kind.TOMBSTONE)
                .map(EmbeddedDoor::seen)
                .toList();
    }

    private static Seen seen(Version version) {
        return new Seen(
                version.id().toString(),
                version.hiddenAt() != null,
                version.isObject() ? version.object().etag().value() : null);
    }

    @Override
    public Optional<Begun> upload(Target at) {
        BucketName bucket = at.bin().bucket();
        List<Upload> open =
                store.uploads().list(bucket, at.name(), "", null, MOST_UPLOADS).orThrow().uploads();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        UploadId upload = open.get(0).id();
        List<Integer> parts =
                store.uploads().parts(bucket, at.key(), upload, 0, MOST_PARTS).orThrow().stream()
                        .map(Part::number)
                        .toList();
        return Optional.of(new Begun(upload.toString(), parts));
    }

    @Override
    public List<String> names(Bin bin) {
        return store.listings().objects(bin.bucket(), Listing.ALL).orThrow().objects().stream()
                .map(listed -> listed.key().toString())
                .toList();
    }

    @Override
    public Optional<Whole> read(Bin bin, String name) {
        ReadRequest request = ReadRequest.of(bin.bucket(), ObjectKey.of(name));
        if (store.get(request) instanceof ReadResult.Found(ObjectBody found)) {
            try (found) {
                return Optional.of(
                        new Whole(
                                found.version().object().etag().value(),
                                found.version().size(),
                                Bytes.of(found.readAll())));
            }
        }
        return Optional.empty();
    }

    @Override
    public Answer perform(Op op) {
        return switch (ask(op)) {
            case Outcome.Done<Done>(Done done) -> done;
            case Outcome.Refused<Done>(Refusal refusal) -> new Refused(refusal.reason().name());
        };
    }

    /// @throws IllegalStateException when it is refused
    Done require(Op op) {
        return ask(op).orThrow();
    }

    private static Done made(Written written) {
        return new Done(written.version().toString(), written.position().value());
    }

    private static Done made(RangeResult result) {
        return new Done(
                result.version().map(VersionId::toString).orElse(Op.NONE),
                result.position().map(Position::value).orElse(-1L));
    }

    private static Done made(RestoreResult result) {
        return new Done(
                result.version().map(VersionId::toString).orElse(Op.NONE),
                result.position().map(Position::value).orElse(-1L));
    }

    private Outcome<Done> together(Op.Together op) {
        return store.stage(op.at().bin().bucket(), Body.of(op.piece().bytes()))
                .then(staged ->
                        store.transaction(
                                TransactionRequest.of(
                                        put(op.at(), staged),
                                        put(op.other(), staged),
                                        new TransactionRequest.Delete(
                                                op.gone().bin().bucket(),
                                                op.gone().key(),
                                                Preconditions.NONE))))
                .map(EmbeddedDoor::made);
    }

    private static TransactionRequest.Put put(Target at, Staged staged) {
        return new TransactionRequest.Put(
                at.bin().bucket(), at.key(), staged.id(), Attributes.NONE, Preconditions.NONE);
    }

    /// Every version and marker of a transaction has the id that its first put has.
    private static Done made(TransactionResult result) {
        return result.effects().getFirst() instanceof TransactionResult.Wrote(Written written)
                ? made(written)
                : new Done(KeyState.UNKNOWN, -1);
    }

    private static <R> Done nothing(R ignored) {
        return new Done(Op.NONE, -1);
    }

    private Outcome<Done> ask(Op op) {
        BucketName bucket = op.at().bin().bucket();
        ObjectKey key = op.at().key();
        return switch (op) {
            case Op.Put put -> store.put(request(put)).map(EmbeddedDoor::made);
            case Op.Copy copy -> store.copy(request(copy)).map(EmbeddedDoor::made);
            case Op.Delete _ ->
                    store.delete(bucket, key)
                            .map(deleted -> new Done(id(deleted.marker().orElse(null)), -1));
            case Op.DeleteVersion(var _, String version) ->
                    store.deleteVersion(bucket, key, ref(version), false)
                            .map(EmbeddedDoor::nothing);
            case Op.Undelete(var _, String version) ->
                    store.history()
                            .undelete(
                                    bucket,
                                    key,
                                    version.equals(Op.NONE) ? null : VersionId.parse(version))
                            .map(EmbeddedDoor::made);
            case Op.Purge(var _, String version) ->
                    store.history()
                            .purge(bucket, key, VersionId.parse(version))
                            .map(EmbeddedDoor::nothing);
            case Op.PurgeAll(Target at) ->
                    store.history().purge(bucket, at.name()).map(EmbeddedDoor::nothing);
            case Op.Open _ ->
                    store.uploads()
                            .create(bucket, key)
                            .map(upload -> new Done(upload.toString(), -1));
            case Op.PutPart part -> part(part);
            case Op.Complete complete -> complete(complete);
            case Op.Together together -> together(together);
            case Op.MovePrefix(Target at, Target to) ->
                    store.movePrefix(PrefixMove.of(bucket, at.name(), to.bin().bucket(), to.name()))
                            .map(EmbeddedDoor::made);
            case Op.RestorePrefix(Target at, long position, var _) ->
                    store.restore(
                                    RestoreRequest.of(
                                            bucket,
                                            at.name(),
                                            new AsOf.AtPosition(new Position(position))))
                            .map(EmbeddedDoor::made);
            case Op.DeletePrefix(Target at) ->
                    store.deletePrefix(PrefixDelete.of(bucket, at.name())).map(EmbeddedDoor::made);
            case Op.Abort(var _, String upload) ->
                    store.uploads()
                            .abort(bucket, key, UploadId.parse(upload))
                            .map(EmbeddedDoor::nothing);
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

    private Outcome<Done> part(Op.PutPart part) {
        return store.uploads()
                .put(
                        part.at().bin().bucket(),
                        part.at().key(),
                        UploadId.parse(part.upload()),
                        part.number(),
                        Body.of(part.piece().bytes()))
                .map(put -> new Done(Op.NONE, put.position().value()));
    }

    private Outcome<Done> complete(Op.Complete complete) {
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
                .map(EmbeddedDoor::made);
    }
}
