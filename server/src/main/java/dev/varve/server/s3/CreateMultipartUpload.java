package dev.varve.server.s3;

import dev.varve.log.DigestAlgorithm;
import dev.varve.log.UploadId;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.XmlWriter;
import java.util.Optional;

/// Opens a multipart upload, with all that its object will be besides its bytes.
final class CreateMultipartUpload implements Operation {
    private static final String ALGORITHM = "x-amz-checksum-algorithm";
    private static final String TYPE = "x-amz-checksum-type";

    /// @param composite whether the whole's checksum is one of the parts' checksums
    private record Wish(DigestAlgorithm algorithm, boolean composite) {}

    @Override
    public HttpResponse handle(Call call) {
        Headers headers = call.request().headers();
        Wish wish = wish(headers);
        UploadId id =
                Refusals.require(
                        call,
                        call.store()
                                .uploads()
                                .create(
                                        call.bucketName(),
                                        call.objectKey(),
                                        NewAttributes.parse(call),
                                        wish.algorithm(),
                                        wish.composite()));
        HttpResponse answer =
                HttpResponse.xml(
                        200,
                        XmlWriter.of("InitiateMultipartUploadResult")
                                .text("Bucket", call.bucket())
                                .text("Key", call.key())
                                .text("UploadId", id.toString())
                                .done());
        Expiration.answer(call, answer.headers(), id);
        if (headers.has(ALGORITHM)) {
            answer.header(ALGORITHM, wish.algorithm().name()).header(TYPE, type(wish.composite()));
        }
        return answer;
    }

    static String type(boolean composite) {
        return composite ? Checksums.COMPOSITE : Checksums.FULL_OBJECT;
    }

    private static Wish wish(Headers headers) {
        Optional<String> name = headers.first(ALGORITHM);
        Optional<String> type = headers.first(TYPE);
        if (name.isEmpty() && type.isPresent()) {
            throw new Failed(
                    ErrorCode.INVALID_REQUEST,
                    "The x-amz-checksum-type header can only be used with the"
                            + " x-amz-checksum-algorithm header.");
        }
        DigestAlgorithm algorithm = name.map(Checksums::named).orElse(Checksums.DEFAULT);
        boolean composite =
                type.map(CreateMultipartUpload::isComposite)
                        .orElse(algorithm != DigestAlgorithm.CRC64NVME);
        boolean possible =
                switch (algorithm) {
                    case CRC32, CRC32C -> true;
                    case CRC64NVME -> !composite;
                    case SHA1, SHA256 -> composite;
                    case MD5, XXH3 -> false;
                };
        if (!possible) {
            throw new Failed(
                    ErrorCode.INVALID_REQUEST,
                    "The "
                            + type(composite)
                            + " checksum type cannot be used with the "
                            + algorithm
                            + " checksum algorithm.");
        }
        return new Wish(algorithm, composite);
    }

    private static boolean isComposite(String type) {
        return switch (type) {
            case Checksums.COMPOSITE -> true;
            case Checksums.FULL_OBJECT -> false;
            default ->
                    throw new Failed(
                            ErrorCode.INVALID_REQUEST,
                            "Value for x-amz-checksum-type header is invalid.");
        };
    }
}
