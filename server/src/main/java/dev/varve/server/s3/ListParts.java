package dev.varve.server.s3;

import dev.varve.log.DigestAlgorithm;
import dev.varve.log.UploadId;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Upload;
import dev.varve.server.auth.Principal;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.XmlWriter;
import dev.varve.server.surface.ETags;
import java.util.List;

/// The parts of an open upload, by number.
final class ListParts implements Operation {
    static final int MOST = 1000;

    @Override
    public HttpResponse handle(Call call) {
        UploadId id = PartNumbers.upload(call);
        int most = Math.min(MOST, PartNumbers.number(call, "max-parts", MOST));
        int after = PartNumbers.number(call, "part-number-marker", 0);
        Upload upload =
                Refusals.require(
                        call, call.store().uploads().find(call.bucketName(), call.objectKey(), id));
        List<Part> found =
                Refusals.require(
                        call,
                        call.store()
                                .uploads()
                                .parts(call.bucketName(), call.objectKey(), id, after, most + 1));
        boolean truncated = most > 0 && found.size() > most;
        List<Part> page = found.subList(0, Math.min(most, found.size()));
        XmlWriter xml =
                XmlWriter.of("ListPartsResult")
                        .text("Bucket", call.bucket())
                        .text("Key", call.key())
                        .text("UploadId", id.toString());
        about(call, xml, upload);
        xml.text("PartNumberMarker", after);
        if (truncated) {
            xml.text("NextPartNumberMarker", page.getLast().number());
        }
        xml.text("MaxParts", most).text("IsTruncated", truncated);
        page.forEach(part -> write(xml, part));
        HttpResponse answer = HttpResponse.xml(200, xml.done());
        Expiration.answer(call, answer.headers(), id);
        return answer;
    }

    private static void about(Call call, XmlWriter xml, Upload upload) {
        for (String role : List.of("Initiator", "Owner")) {
            xml.begin(role)
                    .text("ID", upload.owner())
                    .text("DisplayName", name(call.principal(), upload.owner()))
                    .end();
        }
        xml.text("StorageClass", ObjectMetadata.storageClass(upload.attributes().metadata()));
        DigestAlgorithm algorithm = upload.checksum();
        if (algorithm != null) {
            xml.text("ChecksumAlgorithm", algorithm.name());
            xml.text("ChecksumType", CreateMultipartUpload.type(upload.compositeChecksum()));
        }
    }

    /// Callers learn no names but their own.
    private static String name(Principal caller, String owner) {
        return caller.id().equals(owner) ? caller.displayName() : owner;
    }

    private static void write(XmlWriter xml, Part part) {
        xml.begin("Part")
                .text("PartNumber", part.number())
                .text("LastModified", Timestamps.iso(part.modified()))
                .text("ETag", ETags.quoted(part.etag()))
                .text("Size", part.size());
        Checksums.write(xml, part.checksums());
        xml.end();
    }
}
