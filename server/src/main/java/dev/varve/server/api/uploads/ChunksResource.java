package dev.varve.server.api.uploads;

import dev.varve.log.BucketName;
import dev.varve.log.ObjectKey;
import dev.varve.log.UploadId;
import dev.varve.log.UploadTerms.Kind;
import dev.varve.projections.objects.ListPage.UploadMarker;
import dev.varve.projections.objects.Part;
import dev.varve.replication.Subject;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiOperation;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.api.Concerning;
import dev.varve.server.api.Cursor;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.forward.Concern;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.Percent;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.ResumableUpload;
import dev.varve.server.store.Resumables;
import dev.varve.server.store.UploadHandle;
import dev.varve.server.store.UploadState;
import dev.varve.server.store.Written;
import dev.varve.server.surface.ETags;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Uploads in numbered chunks, which come in any order, in parallel and again; and what there is of
/// uploads of any protocol that resume.
final class ChunksResource implements Resource {
    private static final String UPLOADS = "/v1/buckets/{bucket}/uploads";
    private static final String UPLOAD = "/v1/uploads/{upload}";
    private static final int MOST = 1000;
    private static final int OTHERWISE = 100;

    /// @param chunk its number
    /// @param md5 in hex
    public record ChunkView(int chunk, long size, String md5) {}

    /// @param next the cursor of the next page, where there is one
    public record UploadList(List<UploadView> uploads, @Nullable String next) {}

    /// The object that an upload made.
    public record MadeObject(
            String bucket, String key, String version, String etag, Instant modified) {}

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.of("GET", UPLOADS, "listUploads", Action.LIST, this::list)
                        .summary("Lists open uploads that resume, by key; a page may be short")
                        .query("prefix", "string", "only of keys that begin so")
                        .query("limit", "integer", "1 to 1000 of them, 100 if not said")
                        .query("cursor", "string", "where the page before ended")
                        .answersJson(200, UploadList.class)
                        .refuses(ErrorCode.NO_SUCH_BUCKET, ErrorCode.INVALID_ARGUMENT),
                Endpoint.of("POST", UPLOADS, "createUpload", Action.WRITE_OBJECT, this::create)
                        .guardingItself()
                        .about(
                                Concerning.inBody(
                                        NewUpload.class, ApiCall.MAX_JSON, ChunksResource::concern))
                        .summary("Opens an upload in numbered chunks")
                        .takesJson(NewUpload.class)
                        .answersJson(201, UploadView.class)
                        .refuses(
                                ErrorCode.MALFORMED_JSON,
                                ErrorCode.INVALID_ARGUMENT,
                                ErrorCode.INVALID_DIGEST,
                                ErrorCode.METADATA_TOO_LARGE,
                                ErrorCode.ENTITY_TOO_LARGE,
                                ErrorCode.NO_SUCH_BUCKET,
                                ErrorCode.QUOTA_EXCEEDED),
                chunk(),
                row("GET", UPLOAD, "getUpload", this::get)
                        .summary("Says how far an upload has come")
                        .answersJson(200, UploadView.class)
                        .refuses(ErrorCode.NO_SUCH_UPLOAD),
                row("POST", UPLOAD + "/complete", "completeUpload", this::complete)
                        .summary("Makes the object; sent again it answers the same")
                        .answersJson(201, MadeObject.class)
                        .refuses(
                                ErrorCode.NO_SUCH_UPLOAD,
                                ErrorCode.UPLOAD_INCOMPLETE,
                                ErrorCode.BAD_DIGEST,
                                ErrorCode.OPERATION_ABORTED,
                                ErrorCode.PRECONDITION_FAILED,
                                ErrorCode.QUOTA_EXCEEDED),
                row("DELETE", UPLOAD, "abortUpload", this::abort)
                        .summary("Gives an upload up that made no object yet")
                        .answersNothing(204)
                        .refuses(ErrorCode.NO_SUCH_UPLOAD));
    }

    private Endpoint chunk() {
        return row("PUT", UPLOAD + "/chunks/{chunk}", "putChunk", this::put)
                .summary("Puts a chunk, or puts it again")
                .header("Upload-Checksum", "algorithm and Base64 of this chunk")
                .takes(Endpoint.Content.bytes("application/octet-stream"))
                .answersJson(200, ChunkView.class)
                .refuses(
                        ErrorCode.NO_SUCH_UPLOAD,
                        ErrorCode.INVALID_ARGUMENT,
                        ErrorCode.INVALID_DIGEST,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.MISSING_CONTENT_LENGTH,
                        ErrorCode.CHECKSUM_MISMATCH,
                        ErrorCode.XAMZ_CONTENT_SHA256_MISMATCH,
                        ErrorCode.INCOMPLETE_BODY,
                        ErrorCode.QUOTA_EXCEEDED);
    }

    private static Endpoint row(String method, String path, String name, ApiOperation operation) {
        return Endpoint.of(method, path, name, Action.WRITE_OBJECT, operation)
                .guardingItself()
                .about(Concerning.ofUpload("upload"));
    }

    private static Concern concern(String bucket, NewUpload asked) {
        String key = asked.key();
        String type = asked.contentType();
        Long size = asked.size();
        return new Concern.OfObject(
                new Subject(
                        bucket,
                        key == null ? "" : key,
                        type == null ? "" : type,
                        size == null ? Subject.UNKNOWN : Math.max(Subject.UNKNOWN, size),
                        ""));
    }

    private HttpResponse list(ApiCall call) {
        int limit = call.number("limit", 1, MOST, OTHERWISE);
        Resumables uploads = call.store().resumables();
        Resumables.Page page =
                ApiRefusals.require(
                        uploads.list(
                                call.bucketName(),
                                call.query("prefix").orElse(""),
                                call.query("cursor").map(ChunksResource::marker).orElse(null),
                                limit));
        List<UploadView> views =
                page.uploads().stream().flatMap(each -> view(uploads, each).stream()).toList();
        UploadMarker next = page.next();
        return ApiCall.answer(200, new UploadList(views, next == null ? null : cursor(next)));
    }

    /// One that ended since the page was read is none.
    private static Optional<UploadView> view(Resumables uploads, UploadHandle handle) {
        return switch (uploads.at(handle).state()) {
            case Outcome.Done<UploadState>(UploadState state) ->
                    Optional.of(UploadView.of(handle, state));
            case Outcome.Refused<UploadState> _ -> Optional.empty();
        };
    }

    private static String cursor(UploadMarker marker) {
        UploadId upload = marker.upload();
        return Cursor.of((upload == null ? "" : upload.toString()) + "/" + marker.key());
    }

    private static UploadMarker marker(String cursor) {
        String text = Cursor.text(cursor);
        int slash = text.indexOf('/');
        try {
            String upload = text.substring(0, slash);
            return new UploadMarker(
                    ObjectKey.of(text.substring(slash + 1)),
                    upload.isEmpty() ? null : UploadId.parse(upload));
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "The cursor is not one that a list gave.");
        }
    }

    private HttpResponse create(ApiCall call) {
        NewUpload asked = call.json(NewUpload.class);
        ObjectKey key = asked.objectKey();
        BucketName bucket = call.bucketName();
        Resumables uploads = Held.store(call, bucket, key);
        ResumableUpload upload =
                ApiRefusals.require(
                        uploads.open(
                                bucket, key, asked.attributes(), asked.terms(uploads.maxBytes())));
        UploadHandle handle = upload.handle();
        return ApiCall.answer(201, UploadView.of(handle, Held.state(upload)))
                .header("location", "/v1/uploads/" + handle.text());
    }

    private HttpResponse put(ApiCall call) {
        int number = number(call.path("chunk"));
        ResumableUpload upload = Held.upload(call);
        if (call.request().contentLength() < 0) {
            throw new Failed(ErrorCode.MISSING_CONTENT_LENGTH, "A chunk needs a Content-Length.");
        }
        SentBytes sent = SentBytes.of(call);
        Part part = sent.require(upload.putChunk(number, sent.body()));
        return ApiCall.answer(200, new ChunkView(number, part.size(), part.etag().value()));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "Chunks are numbered 1, 2, 3 and so on.");
        }
    }

    private HttpResponse get(ApiCall call) {
        ResumableUpload upload = Held.upload(call);
        return ApiCall.answer(200, UploadView.of(upload.handle(), Held.state(upload)));
    }

    private HttpResponse complete(ApiCall call) {
        ResumableUpload upload = Held.upload(call);
        Outcome<Written> outcome = upload.complete();
        if (outcome instanceof Outcome.Refused<Written>(Refusal refusal)
                && refusal.reason() == Reason.UPLOAD_INCOMPLETE) {
            throw incomplete(Held.state(upload));
        }
        return made(upload.handle(), Held.require(outcome));
    }

    private static Failed incomplete(UploadState state) {
        Failed failed = new Failed(ErrorCode.UPLOAD_INCOMPLETE, "Not all of the upload is there.");
        return state instanceof UploadState.Open open && open.terms().kind() == Kind.CHUNKED
                ? failed.detail("missing", Runs.text(open.missing()))
                        .detail("missing_count", Integer.toString(open.missing().size()))
                : failed;
    }

    private static HttpResponse made(UploadHandle handle, Written written) {
        MadeObject object =
                new MadeObject(
                        handle.bucket().value(),
                        handle.key().toString(),
                        written.version().toString(),
                        written.etag().value(),
                        written.modified());
        return ApiCall.answer(201, object)
                .header("etag", ETags.quoted(written.etag()))
                .header(
                        "location",
                        "/v1/buckets/%s/objects/%s"
                                .formatted(
                                        handle.bucket(),
                                        Percent.encodePath(handle.key().toString())));
    }

    private HttpResponse abort(ApiCall call) {
        ApiRefusals.require(Held.upload(call).abort());
        return HttpResponse.of(204);
    }
}
