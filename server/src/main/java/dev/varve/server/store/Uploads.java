package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.Checksum;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectPart;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Provenance;
import dev.varve.log.UploadId;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ListPage.UploadMarker;
import dev.varve.projections.objects.ListPage.UploadPage;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Upload;
import dev.varve.server.store.Refusal.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Multipart uploads. Completion and part-range copies move no bytes.
public final class Uploads {
    /// A part put again while its upload is being completed: put together anew, this often.
    private static final int ATTEMPTS = 3;

    private final Core core;
    private final Provenance provenance;
    private final Contents contents;
    private final PartCopies copies;

    Uploads(Core core, Provenance provenance, Reads reads, Contents contents) {
        this.core = core;
        this.provenance = provenance;
        this.contents = contents;
        this.copies = new PartCopies(core, reads, contents, provenance);
    }

    public Outcome<UploadId> create(
            BucketName bucket,
            ObjectKey key,
            Attributes attributes,
            @Nullable DigestAlgorithm checksum,
            boolean composite) {
        String owner = provenance.actor().id();
        return core.run(
                new UploadCommands.Create(bucket, key, owner, attributes, checksum, composite),
                provenance);
    }

    public Outcome<UploadId> create(BucketName bucket, ObjectKey key) {
        return create(bucket, key, Attributes.NONE, null, false);
    }

    /// Puts a part, replacing an earlier one of that number.
    public Outcome<Part> put(
            BucketName bucket, ObjectKey key, UploadId upload, int number, Body body) {
        if (number < 1 || number > ObjectPart.MAX_NUMBER) {
            return noSuchNumber();
        }
        UploadCommands.Name name = new UploadCommands.Name(bucket, key, upload);
        return find(name)
                .then(found -> take(name, found, body))
                .then(taken -> place(name, number, taken));
    }

    private record Taken(Ingested ingested, Set<DigestAlgorithm> kept) {}

    private Outcome<Taken> take(UploadCommands.Name name, Upload upload, Body body) {
        Set<DigestAlgorithm> kept =
                upload.checksum() == null ? body.wanted() : Set.of(upload.checksum());
        return core.inBucket(name.bucket(), (view, bucket) -> Outcome.done(bucket))
                .then(bucket ->
                        new Ingest(core)
                                .take(
                                        bucket,
                                        name.key(),
                                        upload.attributes().metadata(),
                                        body.alsoWanting(kept)))
                .map(ingested -> new Taken(ingested, kept));
    }

    private Outcome<Part> place(UploadCommands.Name name, int number, Taken taken) {
        Ingested ingested = taken.ingested();
        return core.pinnedUntilAnswered(
                new UploadCommands.PutPart(
                        name,
                        number,
                        ingested.content(),
                        ingested.etag(),
                        ingested.checksums(taken.kept()),
                        null),
                provenance,
                ingested);
    }

    static <R> Outcome<R> noSuchNumber() {
        return Outcome.refused(
                Reason.INVALID_ARGUMENT, "part numbers are 1 to " + ObjectPart.MAX_NUMBER);
    }

    /// Makes a part of a range of an existing version, by reference.
    public Outcome<Part> copy(
            BucketName bucket, ObjectKey key, UploadId upload, int number, ReadRequest source) {
        UploadCommands.Name name = new UploadCommands.Name(bucket, key, upload);
        return number < 1 || number > ObjectPart.MAX_NUMBER
                ? noSuchNumber()
                : find(name).then(found -> copies.copy(name, found, number, source));
    }

    /// Completes an upload; sent again it answers the same.
    public Outcome<Written> complete(
            BucketName bucket, ObjectKey key, UploadId upload, CompleteRequest request) {
        UploadCommands.Name name = new UploadCommands.Name(bucket, key, upload);
        Outcome<Written> outcome = attempt(name, request);
        for (int attempt = 1; attempt < ATTEMPTS && isConflict(outcome); attempt++) {
            outcome = attempt(name, request);
        }
        return outcome;
    }

    private static boolean isConflict(Outcome<Written> outcome) {
        return outcome instanceof Outcome.Refused<Written>(Refusal refusal)
                && refusal.reason() == Reason.CONFLICT;
    }

    private record Open(Bucket bucket, Upload upload, List<Part> parts) {}

    private Outcome<Written> attempt(UploadCommands.Name name, CompleteRequest request) {
        Outcome<Optional<Open>> open =
                core.inBucket(
                        name.bucket(),
                        (view, bucket) ->
                                Outcome.done(
                                        view.upload(bucket.id(), name.key(), name.upload())
                                                .filter(upload -> upload.resumption() == null)
                                                .map(upload ->
                                                        new Open(
                                                                bucket,
                                                                upload,
                                                                view.parts(
                                                                        name.upload(),
                                                                        0,
                                                                        ObjectPart.MAX_NUMBER)))));
        return open.then(
                found -> found.isPresent() ? finish(name, found.get(), request) : again(name));
    }

    private Outcome<Written> again(UploadCommands.Name name) {
        return core.inBucket(
                name.bucket(),
                (view, bucket) ->
                        UploadCommands.earlier(view, bucket, name)
                                .map(Outcome::done)
                                .orElseGet(() -> new Outcome.Refused<>(name.missing())));
    }

    private Outcome<Written> finish(UploadCommands.Name name, Open open, CompleteRequest request) {
        return Assembly.choose(request.parts(), open.parts(), core.limits().partBytes())
                .then(chosen -> finish(name, open, chosen, request));
    }

    private Outcome<Written> finish(
            UploadCommands.Name name, Open open, List<Part> chosen, CompleteRequest request) {
        Optional<Checksum> checksum = Assembly.checksum(open.upload(), chosen);
        Optional<Refusal> mismatch = mismatch(request.checksum(), checksum);
        if (mismatch.isPresent()) {
            return new Outcome.Refused<>(mismatch.get());
        }
        PartJoin join = new PartJoin(core, contents);
        return join.join(chosen, open.bucket().settings().dedupDomain())
                .then(joined ->
                        core.pinnedUntilAnswered(
                                new UploadCommands.Complete(
                                        name,
                                        request.preconditions(),
                                        joined.state(
                                                open.upload().attributes(),
                                                checksum.stream().toList()),
                                        chosen,
                                        false),
                                provenance,
                                joined.built()));
    }

    /// Only a checksum that follows from the parts' is ever kept.
    private static Optional<Refusal> mismatch(
            Optional<Checksum> claimed, Optional<Checksum> actual) {
        if (claimed.isEmpty()) {
            return Optional.empty();
        }
        if (actual.isEmpty() || actual.get().algorithm() != claimed.get().algorithm()) {
            return Optional.of(
                    Refusal.of(
                            Reason.INVALID_ARGUMENT,
                            "the parts have no " + claimed.get().algorithm() + " to check it by"));
        }
        return actual.get().value().equals(claimed.get().value())
                ? Optional.empty()
                : Optional.of(
                        Refusal.mismatch(
                                claimed.get().algorithm(),
                                "the parts' checksum is " + actual.get().value()));
    }

    public Outcome<Upload> abort(BucketName bucket, ObjectKey key, UploadId upload) {
        return core.run(
                new UploadCommands.Abort(new UploadCommands.Name(bucket, key, upload)), provenance);
    }

    /// Parts by number, after one.
    public Outcome<List<Part>> parts(
            BucketName bucket, ObjectKey key, UploadId upload, int after, int limit) {
        return core.inBucket(
                bucket,
                (view, found) ->
                        view.upload(found.id(), key, upload).isPresent()
                                ? Outcome.done(view.parts(upload, after, limit))
                                : new Outcome.Refused<>(
                                        new UploadCommands.Name(bucket, key, upload).missing()));
    }

    public Outcome<UploadPage> list(
            BucketName bucket,
            String prefix,
            String delimiter,
            @Nullable UploadMarker after,
            int limit) {
        return core.inBucket(
                bucket,
                (view, found) ->
                        Outcome.done(
                                view.listUploads(
                                        found.id(),
                                        Bytes.utf8(prefix),
                                        Bytes.utf8(delimiter),
                                        after,
                                        limit)));
    }

    /// An open upload.
    public Outcome<Upload> find(BucketName bucket, ObjectKey key, UploadId upload) {
        return find(new UploadCommands.Name(bucket, key, upload));
    }

    /// None that resumes: its parts are not the client's to number.
    private Outcome<Upload> find(UploadCommands.Name name) {
        return core.inBucket(
                name.bucket(),
                (view, bucket) ->
                        view.upload(bucket.id(), name.key(), name.upload())
                                .filter(upload -> upload.resumption() == null)
                                .map(Outcome::done)
                                .orElseGet(() -> new Outcome.Refused<>(name.missing())));
    }
}
