package dev.varve.server.s3;

import dev.varve.log.Checksum;
import dev.varve.log.ObjectPart;
import dev.varve.log.UploadId;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Upload;
import dev.varve.projections.objects.Version;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.CompleteDocument;
import dev.varve.server.s3.xml.CompleteDocument.Entry;
import dev.varve.server.s3.xml.XmlWriter;
import dev.varve.server.store.CompleteRequest;
import dev.varve.server.store.CompleteRequest.NamedPart;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Written;
import dev.varve.server.surface.Conditions;
import dev.varve.server.surface.ETags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes an object of parts. No bytes move, so the answer comes at once, and comes again the same
/// when it is asked for again.
final class CompleteMultipartUpload implements Operation {
    private static final String SIZE = "x-amz-mp-object-size";
    private static final String TYPE = "x-amz-checksum-type";

    @Override
    public HttpResponse handle(Call call) {
        UploadId id = PartNumbers.upload(call);
        CompleteDocument document =
                CompleteDocument.parse(Documents.readBesideChecksums(call, CompleteDocument.LIMIT));
        List<NamedPart> parts =
                document.entries().stream().map(CompleteMultipartUpload::named).toList();
        Optional<Checksum> checksum = checksum(call.request().headers(), parts.size());
        Outcome<Upload> upload =
                call.store().uploads().find(call.bucketName(), call.objectKey(), id);
        if (upload instanceof Outcome.Done<Upload>(Upload open)) {
            requireType(call.request().headers(), open, checksum);
            requireParts(call, open, document.entries());
        }
        Written written =
                Refusals.require(
                        call,
                        call.store()
                                .uploads()
                                .complete(
                                        call.bucketName(),
                                        call.objectKey(),
                                        id,
                                        new CompleteRequest(
                                                parts,
                                                checksum,
                                                Conditions.ofWrite(call.request().headers()))));
        return answer(call, written);
    }

    private static NamedPart named(Entry entry) {
        if (entry.number() < 1 || entry.number() > ObjectPart.MAX_NUMBER) {
            throw new Failed(
                            ErrorCode.INVALID_ARGUMENT,
                            "PartNumber must be between 1 and " + ObjectPart.MAX_NUMBER)
                    .detail("ArgumentName", "PartNumber");
        }
        return new NamedPart(entry.number(), Conditions.tag(entry.etag()));
    }

    /// What the client says the whole object's checksum is; a composite one ends in `-N`.
    private static Optional<Checksum> checksum(Headers headers, int parts) {
        Headers plain = new Headers();
        int composed = 0;
        for (String name : headers.names()) {
            if (Checksums.ofHeader(name).isPresent()) {
                String value = headers.get(name, "");
                int dash = value.indexOf('-');
                if (dash >= 0) {
                    composed = PartNumbers.count(name, value.substring(dash + 1));
                }
                plain.add(name, dash < 0 ? value : value.substring(0, dash));
            }
        }
        if (composed != 0 && composed != parts) {
            throw new Failed(
                    ErrorCode.BAD_DIGEST,
                    "The checksum is of " + composed + " parts, not " + parts);
        }
        int of = composed;
        return Checksums.claimed(plain)
                .map(claim -> new Checksum(claim.algorithm(), claim.value(), of));
    }

    private static void requireType(Headers headers, Upload upload, Optional<Checksum> checksum) {
        String type = CreateMultipartUpload.type(upload.compositeChecksum());
        boolean otherType = !headers.get(TYPE, type).equals(type);
        boolean otherAlgorithm =
                checksum.filter(sent -> sent.algorithm() != upload.checksum()).isPresent();
        if (otherType || otherAlgorithm) {
            throw new Failed(
                    ErrorCode.INVALID_REQUEST,
                    "The upload was created using the "
                            + type
                            + " checksum mode with "
                            + upload.checksum()
                            + ". The complete request must use the same.");
        }
    }

    /// What the store does not ask: sizes and checksums that the client remembers.
    private static void requireParts(Call call, Upload upload, List<Entry> entries) {
        Map<Integer, Part> present = new HashMap<>();
        Refusals.require(
                        call,
                        call.store()
                                .uploads()
                                .parts(
                                        call.bucketName(),
                                        call.objectKey(),
                                        upload.id(),
                                        0,
                                        ObjectPart.MAX_NUMBER))
                .forEach(part -> present.put(part.number(), part));
        long size = 0;
        for (Entry entry : entries) {
            Part part = present.get(entry.number());
            if (part != null) {
                requireChecksum(part, entry);
                size += part.size();
            }
        }
        requireSize(call.request().headers(), size);
    }

    private static void requireChecksum(Part part, Entry entry) {
        Optional<Checksums.Claim> claim = Checksums.claimed(entry.element());
        for (Checksum checksum : part.checksums()) {
            if (claim.isPresent()
                    && claim.get().algorithm() == checksum.algorithm()
                    && !claim.get().value().equals(checksum.value())) {
                throw new Failed(
                                ErrorCode.INVALID_PART,
                                "The checksum of part " + part.number() + " is another")
                        .detail("PartNumber", Integer.toString(part.number()));
            }
        }
    }

    private static void requireSize(Headers headers, long size) {
        Optional<String> claimed = headers.first(SIZE);
        if (claimed.isPresent() && Conditions.size(claimed.get()) != size) {
            throw new Failed(
                    ErrorCode.INVALID_REQUEST,
                    "The provided 'x-amz-mp-object-size' header does not match what was"
                            + " computed: "
                            + size);
        }
    }

    private static HttpResponse answer(Call call, Written written) {
        XmlWriter xml =
                XmlWriter.of("CompleteMultipartUploadResult")
                        .text("Location", location(call.request()))
                        .text("Bucket", call.bucket())
                        .text("Key", call.key())
                        .text("ETag", ETags.quoted(written.etag()));
        Headers headers = new Headers();
        if (PutObject.made(call, written) instanceof Outcome.Done<Version>(Version version)
                && version.isObject()) {
            Checksums.writeWithType(xml, version.object().checksums());
            Expiration.answer(call, headers, version);
        }
        HttpResponse answer = HttpResponse.xml(200, xml.done());
        headers.first(Expiration.HEADER)
                .ifPresent(expiry -> answer.headers().set(Expiration.HEADER, expiry));
        VersionIds.answer(call, answer.headers(), written.version(), written.nullVersion());
        return answer;
    }

    private static String location(HttpRequest request) {
        String scheme = request.isSecure() ? "https://" : "http://";
        return scheme + request.headers().get("host", "localhost") + request.rawPath();
    }
}
