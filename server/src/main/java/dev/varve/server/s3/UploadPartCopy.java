package dev.varve.server.s3;

import dev.varve.log.UploadId;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Version;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.XmlWriter;
import dev.varve.server.store.ByteRange;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.surface.ETags;
import dev.varve.server.surface.RangeHeader;
import java.util.Optional;

/// Makes a part of an object or a range of it, by reference.
final class UploadPartCopy implements Operation {
    private static final String RANGE = "x-amz-copy-source-range";

    @Override
    public HttpResponse handle(Call asked) {
        Headers headers = asked.request().headers();
        Unsupported.refuseEncryption(headers);
        int number = PartNumbers.ofPart(asked);
        UploadId id = PartNumbers.upload(asked);
        Optional<ByteRange.FromTo> range = headers.first(RANGE).map(UploadPartCopy::range);
        CopySource source = CopySource.of(asked);
        Call call = source.allowed(asked);
        ReadRequest request = source.request(headers);
        Version version = source.found(call, request);
        requireWithin(version, range);
        Part part =
                Refusals.require(
                        call,
                        call.store()
                                .uploads()
                                .copy(
                                        call.bucketName(),
                                        call.objectKey(),
                                        id,
                                        number,
                                        request.range(
                                                range.isPresent() ? range.get() : ByteRange.ALL)));
        HttpResponse answer = HttpResponse.xml(200, document(part));
        source.answer(call, answer.headers(), version);
        return answer;
    }

    private static ByteRange.FromTo range(String header) {
        return RangeHeader.exact(header)
                .orElseThrow(() ->
                        new Failed(
                                        ErrorCode.INVALID_ARGUMENT,
                                        "The x-amz-copy-source-range value must be of the"
                                                + " form bytes=first-last where first and last"
                                                + " are the zero-based offsets of the first and"
                                                + " last bytes to copy")
                                .detail("ArgumentName", RANGE)
                                .detail("ArgumentValue", header));
    }

    /// A read may ask for more than there is, a copy may not.
    private static void requireWithin(Version source, Optional<ByteRange.FromTo> range) {
        long last = range.isPresent() && range.get().last() != null ? range.get().last() : -1;
        if (last >= source.size()) {
            throw new Failed(
                    ErrorCode.INVALID_RANGE,
                    "Range specified is not valid for source object of size: " + source.size());
        }
        long length = range.map(it -> 1 - it.first()).orElse(source.size()) + Math.max(last, 0);
        if (length > Incoming.MAX_BYTES) {
            throw new Failed(
                    ErrorCode.INVALID_REQUEST,
                    "The specified copy source is larger than the maximum allowable size for a"
                            + " copy source: "
                            + Incoming.MAX_BYTES);
        }
    }

    private static String document(Part part) {
        XmlWriter xml =
                XmlWriter.of("CopyPartResult")
                        .text("LastModified", Timestamps.iso(part.modified()))
                        .text("ETag", ETags.quoted(part.etag()));
        Checksums.write(xml, part.checksums());
        return xml.done();
    }
}
