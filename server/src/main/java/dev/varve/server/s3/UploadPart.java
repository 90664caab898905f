package dev.varve.server.s3;

import dev.varve.log.DigestAlgorithm;
import dev.varve.log.UploadId;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Upload;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.surface.ETags;
import java.util.Optional;

/// Takes one part of an upload.
final class UploadPart implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        int number = PartNumbers.ofPart(call);
        UploadId id = PartNumbers.upload(call);
        Unsupported.refuseEncryption(call.request().headers());
        Upload upload =
                Refusals.require(
                        call, call.store().uploads().find(call.bucketName(), call.objectKey(), id));
        Incoming incoming = Incoming.of(call, Incoming.MAX_BYTES);
        requireFitting(upload, incoming.checksum());
        Part part =
                Refusals.require(
                        call,
                        call.store()
                                .uploads()
                                .put(
                                        call.bucketName(),
                                        call.objectKey(),
                                        id,
                                        number,
                                        incoming.body()));
        HttpResponse answer = HttpResponse.of(200).header("etag", ETags.quoted(part.etag()));
        part.checksums()
                .forEach(checksum ->
                        answer.header(
                                Checksums.header(checksum.algorithm()), Checksums.text(checksum)));
        return answer;
    }

    /// An upload that was opened with a checksum wants that one. With the default, which its client
    /// may not know of, any will do: it is checked, but the default is kept.
    private static void requireFitting(Upload upload, Optional<DigestAlgorithm> sent) {
        DigestAlgorithm wanted = upload.checksum();
        if (wanted == null || wanted == Checksums.DEFAULT || sent.isEmpty()) {
            return;
        }
        if (sent.get() != wanted) {
            throw new Failed(
                    ErrorCode.INVALID_REQUEST,
                    "Checksum Type mismatch occurred, expected checksum Type: "
                            + wanted
                            + ", actual checksum Type: "
                            + sent.get());
        }
    }
}
