package dev.varve.server.s3;

import dev.varve.log.NodeId;
import dev.varve.log.UploadId;
import dev.varve.replication.Subject;
import dev.varve.server.forward.Concern;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.s3.chunked.ChunkedDecoder;
import dev.varve.server.s3.form.Form;
import dev.varve.server.s3.xml.DeleteDocument;
import dev.varve.server.s3.xml.XmlInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.SortedMap;

/// What requests of S3 are about, for finding who decides them. Reads are answered here, from what this
/// node folded, but for those of an upload, whose parts are where it began.
final class Concerns {
    private static final String UPLOAD = "uploadId";
    private static final String CLASS = "x-amz-storage-class";
    private static final String DECODED_LENGTH = "x-amz-decoded-content-length";

    /// With what there may be around chunks of it.
    private static final int MOST_OF_DOCUMENT =
            Math.toIntExact(XmlInput.DEFAULT_LIMIT) + (64 << 10);

    /// A form's fields, what is said of its parts, and what is read ahead.
    private static final int MOST_OF_FORM = Form.MAX_FIELDS_BYTES + (128 << 10);

    private Concerns() {}

    static Concern of(Route route, HttpRequest request, Target target) {
        String bucket = target.bucket();
        String key = target.key();
        return switch (route.name()) {
            case "DeleteObjects" ->
                    new Concern.InBody(
                            MOST_OF_DOCUMENT,
                            new Concern.OfRange(bucket, ""),
                            true,
                            body -> ofDocument(bucket, plain(request, body)));
            case "PostObject" ->
                    new Concern.InBody(
                            MOST_OF_FORM,
                            new Concern.OfRange(bucket, ""),
                            body -> ofForm(bucket, request, body));
            case "PutObject", "CreateMultipartUpload" ->
                    new Concern.OfObject(sent(bucket, key, request));
            case "CopyObject" -> ofCopy(bucket, key, request);
            case "UploadPart",
                    "UploadPartCopy",
                    "CompleteMultipartUpload",
                    "AbortMultipartUpload",
                    "ListParts" ->
                    ofUpload(bucket, key, request);
            default -> plain(route, target);
        };
    }

    private static Concern plain(Route route, Target target) {
        return switch (route.method()) {
            case "GET", "HEAD", "OPTIONS" -> Concern.HERE;
            default ->
                    route.level() == Level.OBJECT
                            ? Concern.ofKey(target.bucket(), target.key())
                            : new Concern.OfBucket(target.bucket());
        };
    }

    /// An id that is none is told of where the key is decided.
    private static Concern ofUpload(String bucket, String key, HttpRequest request) {
        try {
            UploadId id = UploadId.parse(request.query().get(UPLOAD, ""));
            NodeId begun = id.stamp().origin().node();
            return new Concern.OfUpload(begun);
        } catch (IllegalArgumentException e) {
            return Concern.ofKey(bucket, key);
        }
    }

    private static Subject sent(String bucket, String key, HttpRequest request) {
        Headers headers = request.headers();
        boolean starts = request.method().equals("POST");
        return new Subject(
                bucket,
                key,
                headers.get("content-type", ""),
                starts ? Subject.UNKNOWN : size(request),
                headers.get(CLASS, ""));
    }

    private static long size(HttpRequest request) {
        String decoded = request.headers().get(DECODED_LENGTH, "");
        if (decoded.isEmpty()) {
            return request.contentLength();
        }
        try {
            return Math.max(Subject.UNKNOWN, Long.parseLong(decoded));
        } catch (NumberFormatException e) {
            return Subject.UNKNOWN;
        }
    }

    /// The copy is what its source is, but for what the request says anew.
    private static Concern ofCopy(String bucket, String key, HttpRequest request) {
        Headers headers = request.headers();
        boolean replaces = headers.get("x-amz-metadata-directive", "").equalsIgnoreCase("REPLACE");
        CopySource source = CopySource.parse(headers.get(Route.COPY_SOURCE, ""));
        return new Concern.OfCopy(
                bucket,
                key,
                source.bucket().value(),
                source.key().toString(),
                replaces ? headers.get("content-type", "") : null,
                headers.get(CLASS, ""));
    }

    /// A body without the chunks that SDKs sign. Whoever does what it says checks their signatures.
    private static InputStream plain(HttpRequest request, InputStream body) {
        String hash = request.headers().get("x-amz-content-sha256", "");
        return hash.startsWith("STREAMING-")
                ? new ChunkedDecoder(body, Subject.UNKNOWN, null, hash.endsWith("-TRAILER"))
                : body;
    }

    private static Concern ofDocument(String bucket, InputStream body) {
        try {
            DeleteDocument document =
                    DeleteDocument.parse(XmlInput.parse(body, XmlInput.DEFAULT_LIMIT));
            return new Concern.Each(
                    document.entries().stream()
                            .map(entry -> new Concern.OfKey(bucket, entry.key()))
                            .toList(),
                    new DeleteShares(document));
        } catch (IOException e) {
            throw new Failed(ErrorCode.INCOMPLETE_BODY, "The body broke off");
        }
    }

    private static Concern ofForm(String bucket, HttpRequest request, InputStream body) {
        try {
            Form form = Form.read(body, request.headers().get("content-type", ""));
            SortedMap<String, String> fields = form.fields();
            String key = fields.getOrDefault("key", "").replace("${filename}", form.fileName());
            return new Concern.OfObject(
                    new Subject(
                            bucket,
                            key,
                            fields.getOrDefault("content-type", ""),
                            Subject.UNKNOWN,
                            fields.getOrDefault(CLASS, "")));
        } catch (IOException e) {
            throw new Failed(ErrorCode.INCOMPLETE_BODY, "The form broke off");
        }
    }
}
