package dev.varve.server.api.uploads;

import dev.varve.log.UploadTerms;
import dev.varve.log.UploadTerms.Kind;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiOperation;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.api.Concerning;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.store.ResumableUpload;
import dev.varve.server.store.Resumables;
import dev.varve.server.store.UploadState;
import dev.varve.server.store.Written;
import dev.varve.server.surface.ETags;
import dev.varve.server.surface.HttpDates;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// tus 1.0.0: `/v1/buckets/{bucket}/tus` makes uploads, `/v1/tus/{upload}` is one. The object is there
/// when the last byte is, if its conditions hold then.
final class TusResource implements Resource {
    private static final String UPLOADS = "/v1/buckets/{bucket}/tus";
    private static final String UPLOAD = TusCreation.PATH + "{upload}";

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                row("OPTIONS", UPLOADS, "tusOptions", this::options)
                        .summary("Says what of tus there is")
                        .answersNothing(204),
                creation(),
                row("OPTIONS", UPLOAD, "tusUploadOptions", this::options)
                        .summary("Says what of tus there is")
                        .answersNothing(204),
                row("HEAD", UPLOAD, "tusOffset", Tus.operation(this::head))
                        .summary("Says how far an upload has come")
                        .header("Tus-Resumable", Tus.VERSION)
                        .answersNothing(200)
                        .refuses(
                                ErrorCode.UNSUPPORTED_TUS_VERSION,
                                ErrorCode.NO_SUCH_UPLOAD,
                                ErrorCode.OPERATION_ABORTED,
                                ErrorCode.PRECONDITION_FAILED,
                                ErrorCode.QUOTA_EXCEEDED),
                appending(row("PATCH", UPLOAD, "tusAppend", Tus.operation(this::append)))
                        .summary("Adds bytes at the end of an upload"),
                row("DELETE", UPLOAD, "tusTerminate", Tus.operation(this::terminate))
                        .summary("Gives an upload up that made no object yet")
                        .header("Tus-Resumable", Tus.VERSION)
                        .answersNothing(204)
                        .refuses(ErrorCode.UNSUPPORTED_TUS_VERSION, ErrorCode.NO_SUCH_UPLOAD),
                appending(row("POST", UPLOAD, "tusOverride", Tus.operation(this::override)))
                        .summary("Does what X-HTTP-Method-Override says")
                        .header("X-HTTP-Method-Override", "PATCH, HEAD or DELETE")
                        .answersNothing(200)
                        .refuses(ErrorCode.METHOD_NOT_ALLOWED));
    }

    private Endpoint creation() {
        return Endpoint.of(
                        "POST",
                        UPLOADS,
                        "tusCreate",
                        Action.WRITE_OBJECT,
                        Tus.operation(this::create))
                .guardingItself()
                .about(TusConcern::of)
                .summary("Opens an upload, with or without its first bytes")
                .header("Tus-Resumable", Tus.VERSION)
                .header("Upload-Length", "bytes of the whole")
                .header("Upload-Defer-Length", "1 where that is not known yet")
                .header("Upload-Metadata", "key or filename, filetype, and your own pairs")
                .header("Upload-Concat", "partial, or final; and the URLs of partials")
                .header("Upload-Checksum", "algorithm and Base64 of the bytes sent here")
                .header("If-Match", "what the key must be when the last byte is in")
                .header("If-None-Match", "* for a key that must be new then")
                .takes(Endpoint.Content.bytes(Tus.MEDIA_TYPE))
                .answersNothing(201)
                .refuses(
                        ErrorCode.UNSUPPORTED_TUS_VERSION,
                        ErrorCode.INVALID_ARGUMENT,
                        ErrorCode.INVALID_DIGEST,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.METADATA_TOO_LARGE,
                        ErrorCode.NO_SUCH_BUCKET,
                        ErrorCode.NO_SUCH_UPLOAD,
                        ErrorCode.UPLOAD_INCOMPLETE,
                        ErrorCode.ENTITY_TOO_LARGE,
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        ErrorCode.CHECKSUM_MISMATCH,
                        ErrorCode.XAMZ_CONTENT_SHA256_MISMATCH,
                        ErrorCode.INCOMPLETE_BODY,
                        ErrorCode.OPERATION_ABORTED,
                        ErrorCode.PRECONDITION_FAILED,
                        ErrorCode.QUOTA_EXCEEDED);
    }

    private static Endpoint row(String method, String path, String name, ApiOperation operation) {
        Endpoint row = Endpoint.of(method, path, name, Action.WRITE_OBJECT, operation);
        return method.equals("OPTIONS")
                ? row.guardingItself()
                : row.guardingItself().about(Concerning.ofUpload("upload"));
    }

    private static Endpoint appending(Endpoint row) {
        return row.header("Tus-Resumable", "1.0.0")
                .header("Upload-Offset", "where the upload ends")
                .header("Upload-Length", "bytes of the whole, where that was put off")
                .header("Upload-Checksum", "algorithm and Base64 of the bytes sent here")
                .takes(Endpoint.Content.bytes(Tus.MEDIA_TYPE))
                .answersNothing(204)
                .refuses(
                        ErrorCode.UNSUPPORTED_TUS_VERSION,
                        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
                        ErrorCode.INVALID_ARGUMENT,
                        ErrorCode.INVALID_DIGEST,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.NO_SUCH_UPLOAD,
                        ErrorCode.UPLOAD_OFFSET_MISMATCH,
                        ErrorCode.ENTITY_TOO_LARGE,
                        ErrorCode.CHECKSUM_MISMATCH,
                        ErrorCode.XAMZ_CONTENT_SHA256_MISMATCH,
                        ErrorCode.INCOMPLETE_BODY,
                        ErrorCode.OPERATION_ABORTED,
                        ErrorCode.PRECONDITION_FAILED,
                        ErrorCode.QUOTA_EXCEEDED);
    }

    private HttpResponse options(ApiCall call) {
        return Tus.capabilities(call.store().resumables().maxBytes());
    }

    private HttpResponse create(ApiCall call) {
        long maxBytes = call.store().resumables().maxBytes();
        TusCreation asked = TusCreation.of(call.request().headers(), maxBytes);
        Resumables uploads = Held.store(call, call.bucketName(), asked.key());
        if (SentBytes.areThere(call)) {
            Tus.requireMediaType(call.request().headers());
        }
        return asked.terms().kind() == Kind.CONCATENATED
                ? concatenate(call, uploads, asked)
                : open(call, uploads, asked);
    }

    private static HttpResponse concatenate(ApiCall call, Resumables uploads, TusCreation asked) {
        asked.requirePartials(call);
        Resumables.Concatenated made =
                Held.require(
                        uploads.concatenate(
                                call.bucketName(),
                                asked.key(),
                                asked.metadata().attributes(),
                                asked.terms(),
                                asked.partials()));
        return HttpResponse.of(201)
                .header("location", TusCreation.PATH + made.handle().text())
                .header("etag", ETags.quoted(made.written().etag()));
    }

    private static HttpResponse open(ApiCall call, Resumables uploads, TusCreation asked) {
        boolean withBytes = Tus.isMediaType(call.request().headers());
        Optional<SentBytes> sent = withBytes ? Optional.of(SentBytes.of(call)) : Optional.empty();
        ResumableUpload upload =
                ApiRefusals.require(
                        uploads.open(
                                call.bucketName(),
                                asked.key(),
                                asked.metadata().attributes(),
                                asked.terms()));
        HttpResponse response =
                HttpResponse.of(201).header("location", TusCreation.PATH + upload.handle().text());
        try {
            if (sent.isPresent()) {
                long offset = sent.get().require(upload.append(0, sent.get().body()));
                response.header(Tus.OFFSET, Long.toString(offset));
            }
            return progress(upload, response);
        } catch (Failed e) {
            upload.abort();
            throw e;
        }
    }

    /// Says when the upload expires, or makes the object if nothing is missing.
    private static HttpResponse progress(ResumableUpload upload, HttpResponse response) {
        if (Held.state(upload) instanceof UploadState.Open open) {
            if (open.terms().kind() == Kind.APPENDED && open.isFull()) {
                Written written = Held.require(upload.complete());
                return response.header("etag", ETags.quoted(written.etag()));
            }
            response.header(Tus.EXPIRES, HttpDates.text(open.expires()));
        }
        return response;
    }

    /// Where the last byte is in but the object was not made, as when the server ended in between, it is
    /// made now: who is told that all is there may go.
    private HttpResponse head(ApiCall call) {
        ResumableUpload upload = upload(call);
        HttpResponse response = HttpResponse.of(200);
        if (Held.state(upload) instanceof UploadState.Open open && open.isFull()) {
            progress(upload, response);
        }
        switch (Held.state(upload)) {
            case UploadState.Finished(var version, var terms) -> {
                response.header(Tus.OFFSET, Long.toString(version.size()));
                response.header(Tus.LENGTH, Long.toString(version.size()));
                terms.ifPresent(it -> notes(it, response));
            }
            case UploadState.Open open -> {
                response.header(Tus.EXPIRES, HttpDates.text(open.expires()));
                offset(open, response);
                notes(open.terms(), response);
            }
        }
        return response;
    }

    private static void offset(UploadState.Open open, HttpResponse response) {
        if (open.terms().kind() == Kind.CONCATENATED) {
            return;
        }
        response.header(Tus.OFFSET, Long.toString(open.received()));
        if (open.terms().isSized()) {
            response.header(Tus.LENGTH, Long.toString(open.terms().size()));
        } else {
            response.header(Tus.DEFER_LENGTH, "1");
        }
    }

    private static void notes(UploadTerms terms, HttpResponse response) {
        note(terms, TusCreation.NOTE_METADATA, TusMetadata.HEADER, response);
        note(terms, TusCreation.NOTE_CONCAT, Tus.CONCAT, response);
    }

    private static void note(UploadTerms terms, String name, String header, HttpResponse response) {
        String text = terms.notes().get(name);
        if (text != null) {
            response.header(header, text);
        }
    }

    private HttpResponse append(ApiCall call) {
        Headers headers = call.request().headers();
        ResumableUpload upload = upload(call);
        Tus.requireMediaType(headers);
        long offset =
                Tus.bytes(headers, Tus.OFFSET)
                        .orElseThrow(() -> Tus.invalid(Tus.OFFSET, "must be there"));
        SentBytes sent = SentBytes.of(call);
        if (isConcatenated(Held.state(upload))) {
            throw new Failed(ErrorCode.ACCESS_DENIED, "A final upload takes no bytes.");
        }
        Tus.bytes(headers, Tus.LENGTH).ifPresent(length -> setLength(call, upload, offset, length));
        long end = sent.require(upload.append(offset, sent.body()));
        return progress(upload, HttpResponse.of(204).header(Tus.OFFSET, Long.toString(end)));
    }

    private static void setLength(ApiCall call, ResumableUpload upload, long offset, long length) {
        if (Held.state(upload) instanceof UploadState.Open open && open.received() == offset) {
            TusCreation.requireFitting(length, call.store().resumables().maxBytes());
            ApiRefusals.require(upload.setSize(length));
        }
    }

    private HttpResponse terminate(ApiCall call) {
        ApiRefusals.require(upload(call).abort());
        return HttpResponse.of(204);
    }

    private HttpResponse override(ApiCall call) {
        String method = call.request().headers().get(Tus.OVERRIDE, "").strip();
        return switch (method.toUpperCase(Locale.ROOT)) {
            case "PATCH" -> append(call);
            case "HEAD" -> head(call);
            case "DELETE" -> terminate(call);
            default ->
                    throw new Failed(
                                    ErrorCode.METHOD_NOT_ALLOWED,
                                    "X-HTTP-Method-Override must be PATCH, HEAD or DELETE.")
                            .header("allow", "DELETE, HEAD, OPTIONS, PATCH");
        };
    }

    /// The upload of the path. One in numbered chunks is not tus's.
    private static ResumableUpload upload(ApiCall call) {
        ResumableUpload upload = Held.upload(call);
        if (kind(Held.state(upload)).filter(Kind.CHUNKED::equals).isPresent()) {
            throw Held.missing();
        }
        return upload;
    }

    private static boolean isConcatenated(UploadState state) {
        return kind(state).filter(Kind.CONCATENATED::equals).isPresent();
    }

    private static Optional<Kind> kind(UploadState state) {
        return switch (state) {
            case UploadState.Open open -> Optional.of(open.terms().kind());
            case UploadState.Finished(var _, var terms) -> terms.map(UploadTerms::kind);
        };
    }
}
