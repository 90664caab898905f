package dev.varve.server.store;

import dev.varve.log.DigestAlgorithm;
import dev.varve.log.Event.ResumableUploadCreated;
import dev.varve.log.Journal;
import dev.varve.log.JournalCursor;
import dev.varve.log.ObjectPart;
import dev.varve.log.Provenance;
import dev.varve.log.Recorded;
import dev.varve.log.UploadTerms;
import dev.varve.log.UploadTerms.Kind;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Upload;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.ResumableCommands.Concatenate;
import dev.varve.server.store.ResumableCommands.Stored;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One upload that resumes, on behalf of one caller. What it has received is events and blobs: it is
/// the same after a crash, on another connection, for another of the caller's threads.
public final class ResumableUpload {
    /// What is kept of each part, because that of the whole follows from it.
    static final Set<DigestAlgorithm> KEPT = Set.of(DigestAlgorithm.CRC64NVME);

    /// Something changed while the whole was put together: put together anew, this often.
    private static final int ATTEMPTS = 3;

    private final Core core;
    private final Provenance provenance;
    private final Contents contents;
    private final UploadHandle handle;
    private final UploadCommands.Name name;

    ResumableUpload(Core core, Provenance provenance, Contents contents, UploadHandle handle) {
        this.core = core;
        this.provenance = provenance;
        this.contents = contents;
        this.handle = handle;
        this.name = new UploadCommands.Name(handle.bucket(), handle.key(), handle.upload());
    }

    public UploadHandle handle() {
        return handle;
    }

    public Outcome<UploadState> state() {
        return found().map(Found::state);
    }

    private record Found(Bucket bucket, UploadState state) {}

    private Outcome<Found> found() {
        return core.inBucket(
                name.bucket(),
                (view, bucket) ->
                        open(view, bucket)
                                .or(() -> finished(view, bucket))
                                .map(state -> Outcome.done(new Found(bucket, state)))
                                .orElseGet(() -> new Outcome.Refused<>(name.missing())));
    }

    private Optional<UploadState> open(ObjectReader view, Bucket bucket) {
        return view.upload(bucket.id(), name.key(), name.upload())
                .flatMap(upload ->
                        Optional.ofNullable(upload.resumption())
                                .map(Upload.Resumption::terms)
                                .filter(this::isNamed)
                                .map(terms -> open(view, upload, terms)));
    }

    private UploadState open(ObjectReader view, Upload upload, UploadTerms terms) {
        List<Part> parts = view.parts(name.upload(), 0, ObjectPart.MAX_NUMBER);
        Instant touched = ResumableCommands.touched(upload, parts);
        return new UploadState.Open(
                upload, terms, parts, touched, touched.plus(core.parts().uploadExpiry()));
    }

    private boolean isNamed(UploadTerms terms) {
        return MessageDigest.isEqual(terms.nonce().toArray(), handle.nonce().toArray());
    }

    private Optional<UploadState> finished(ObjectReader view, Bucket bucket) {
        return UploadCommands.made(view, bucket, name).flatMap(this::finished);
    }

    private Optional<UploadState> finished(Version version) {
        Journal journal = core.parts().journal();
        if (journal.oldest().isAfter(handle.opened())) {
            return Optional.of(new UploadState.Finished(version, Optional.empty()));
        }
        return begin(journal)
                .filter(this::isNamed)
                .map(terms -> new UploadState.Finished(version, Optional.of(terms)));
    }

    /// What was agreed on when it was opened.
    private Optional<UploadTerms> begin(Journal journal) {
        if (handle.opened().isNone() || handle.opened().isAfter(core.sequencer().visible())) {
            return Optional.empty();
        }
        try (JournalCursor cursor = journal.read(handle.opened())) {
            Recorded recorded = cursor.next();
            return recorded != null
                            && recorded.stamp().equals(name.upload().stamp())
                            && recorded.event() instanceof ResumableUploadCreated created
                    ? Optional.of(created.terms())
                    : Optional.empty();
        }
    }

    /// Adds bytes at the end, which must be at `offset`; answers where it is then. Bytes that came
    /// before a body broke off are kept, unless it declares digests: then all are kept or none.
    public Outcome<Long> append(long offset, Body body) {
        return found().then(found ->
                switch (found.state()) {
                    case UploadState.Finished finished ->
                            offset == finished.version().size() && body.length() == 0
                                    ? Outcome.done(offset)
                                    : wrongOffset(finished.version().size());
                    case UploadState.Open open ->
                            open.received() == offset
                                    ? new Appending(
                                                    core,
                                                    contents,
                                                    provenance,
                                                    name,
                                                    found.bucket(),
                                                    open)
                                            .take(body)
                                    : wrongOffset(open.received());
                });
    }

    private static <R> Outcome<R> wrongOffset(long actual) {
        return Outcome.refused(Reason.WRONG_OFFSET, "the upload is at " + actual);
    }

    /// Says how long the whole is, once.
    public Outcome<Long> setSize(long size) {
        return found().then(
                        found -> core.run(new ResumableCommands.SetSize(name, size), provenance));
    }

    /// Puts a chunk, replacing what was there by that number.
    public Outcome<Part> putChunk(int number, Body body) {
        return found().then(found ->
                switch (found.state()) {
                    case UploadState.Finished _ -> new Outcome.Refused<>(name.missing());
                    case UploadState.Open open ->
                            chunk(open, number, body)
                                    .then(right -> put(found.bucket(), open, number, body));
                });
    }

    private static Outcome<Long> chunk(UploadState.Open open, int number, Body body) {
        UploadTerms terms = open.terms();
        if (terms.kind() != Kind.CHUNKED) {
            return Outcome.refused(Reason.INVALID_ARGUMENT, "this upload has no chunks");
        }
        int last = terms.isSized() ? open.chunks() : ObjectPart.MAX_NUMBER;
        if (number < 1 || number > last) {
            return Outcome.refused(
                    Reason.INVALID_ARGUMENT, "chunks of this upload are 1 to " + last);
        }
        long most = UploadState.chunkBytes(terms, number);
        boolean fits = terms.isSized() ? body.length() == most : body.length() <= most;
        return fits && body.length() > 0
                ? Outcome.done(body.length())
                : Outcome.refused(
                        Reason.INVALID_ARGUMENT,
                        "chunk %d has %s%d bytes, not %d"
                                .formatted(
                                        number,
                                        terms.isSized() ? "" : "1 to ",
                                        most,
                                        body.length()));
    }

    private Outcome<Part> put(Bucket bucket, UploadState.Open open, int number, Body body) {
        Upload upload = open.upload();
        return new Ingest(core)
                .take(bucket, name.key(), upload.attributes().metadata(), body.alsoWanting(KEPT))
                .then(taken -> {
                    Stored stored = Stored.of(taken);
                    return core.pinnedUntilAnswered(
                            new ResumableCommands.PutChunk(
                                    new UploadCommands.PutPart(
                                            name,
                                            number,
                                            stored.content(),
                                            stored.etag(),
                                            stored.checksums(),
                                            null)),
                            provenance,
                            taken);
                });
    }

    /// Makes the object, if every byte is there. Sent again it answers the same.
    public Outcome<Written> complete() {
        Outcome<Written> outcome = found().then(this::complete);
        for (int attempt = 1; attempt < ATTEMPTS && isConflict(outcome); attempt++) {
            outcome = found().then(this::complete);
        }
        return outcome;
    }

    private static boolean isConflict(Outcome<Written> outcome) {
        return outcome instanceof Outcome.Refused<Written>(Refusal refusal)
                && refusal.reason() == Reason.CONFLICT;
    }

    private Outcome<Written> complete(Found found) {
        return switch (found.state()) {
            case UploadState.Finished finished -> Outcome.done(Written.of(finished.version()));
            case UploadState.Open open ->
                    isWhole(open)
                            ? complete(found.bucket(), open)
                            : Outcome.refused(
                                    Reason.UPLOAD_INCOMPLETE, "not all of the upload is there");
        };
    }

    private static boolean isWhole(UploadState.Open open) {
        return switch (open.terms().kind()) {
            case APPENDED -> open.isFull();
            case CHUNKED -> open.missing().isEmpty();
            case PARTIAL, CONCATENATED -> false;
        };
    }

    private Outcome<Written> complete(Bucket bucket, UploadState.Open open) {
        return new Finishing(core, contents)
                .whole(open, open.parts(), bucket.settings().dedupDomain())
                .then(whole ->
                        core.pinnedUntilAnswered(
                                command(open, whole, open.parts()), provenance, whole.built()));
    }

    private UploadCommands.Complete command(
            UploadState.Open open, Finishing.Whole whole, List<Part> parts) {
        UploadTerms terms = open.terms();
        Preconditions asked = new Preconditions(terms.ifMatch(), terms.ifNoneMatch(), null, null);
        return new UploadCommands.Complete(name, asked, whole.state(), parts, true);
    }

    /// Completes with the bytes of partial uploads of the same bucket, in this order and by
    /// reference.
    Outcome<Written> concatenate(List<ResumableUpload> partials) {
        List<Concatenate.Piece> pieces = new ArrayList<>();
        for (ResumableUpload partial : partials) {
            Outcome<UploadState> state = partial.state();
            if (state instanceof Outcome.Refused<UploadState>(Refusal refusal)) {
                return new Outcome.Refused<>(refusal);
            }
            if (!(state instanceof Outcome.Done<UploadState>(UploadState.Open open))
                    || open.terms().kind() != Kind.PARTIAL) {
                return Outcome.refused(
                        Reason.INVALID_ARGUMENT, "only partial uploads can be joined");
            }
            if (!open.isFull()) {
                return Outcome.refused(
                        Reason.UPLOAD_INCOMPLETE, "a partial upload is not complete");
            }
            pieces.add(new Concatenate.Piece(partial.name, open.parts()));
        }
        return found().then(found -> concatenate(found, pieces));
    }

    private Outcome<Written> concatenate(Found found, List<Concatenate.Piece> pieces) {
        if (!(found.state() instanceof UploadState.Open open)) {
            return new Outcome.Refused<>(name.missing());
        }
        List<Part> all = Concatenate.numbered(pieces);
        return new Finishing(core, contents)
                .whole(open, all, found.bucket().settings().dedupDomain())
                .then(whole ->
                        core.pinnedUntilAnswered(
                                new Concatenate(command(open, whole, List.of()), pieces),
                                provenance,
                                whole.built()));
    }

    public Outcome<Upload> abort() {
        return found().then(found ->
                switch (found.state()) {
                    case UploadState.Finished _ -> new Outcome.Refused<>(name.missing());
                    case UploadState.Open _ -> core.run(new UploadCommands.Abort(name), provenance);
                });
    }
}
