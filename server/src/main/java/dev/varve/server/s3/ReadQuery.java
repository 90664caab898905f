package dev.varve.server.s3;

import dev.varve.log.ObjectPart;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.QueryString;
import dev.varve.server.store.ByteRange;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.VersionRef;
import dev.varve.server.surface.Conditions;
import dev.varve.server.surface.IfRange;
import dev.varve.server.surface.RangeHeader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a GET or HEAD of an object asks for.
///
/// @param overrides headers of the answer that the query sets
/// @param ifRange the version that the range is meant for
/// @param checksums whether the answer should carry the checksum
record ReadQuery(
        ReadRequest request, Map<String, String> overrides, IfRange ifRange, boolean checksums) {
    private static final List<String> OVERRIDES =
            List.of(
                    "cache-control",
                    "content-disposition",
                    "content-encoding",
                    "content-language",
                    "content-type",
                    "expires");

    static ReadQuery parse(Call call) {
        Headers headers = call.request().headers();
        Unsupported.refuseEncryption(headers);
        @Nullable VersionRef version = VersionIds.named(call);
        ReadRequest request =
                ReadRequest.of(call.bucketName(), call.objectKey())
                        .range(range(call))
                        .preconditions(Conditions.ofRead(headers));
        return new ReadQuery(
                version == null ? request : request.version(version),
                overrides(call),
                IfRange.of(headers),
                headers.get("x-amz-checksum-mode", "").equalsIgnoreCase("ENABLED"));
    }

    private static ByteRange range(Call call) {
        Optional<String> range = call.request().headers().first("range");
        Optional<String> part = call.request().query().first("partNumber");
        if (range.isPresent() && part.isPresent()) {
            throw new Failed(
                    ErrorCode.INVALID_REQUEST,
                    "Cannot specify both Range header and partNumber query parameter");
        }
        return part.<ByteRange>map(text -> new ByteRange.PartNumber(PartNumbers.parse(text)))
                .or(() -> range.map(RangeHeader::parse))
                .orElse(ByteRange.ALL);
    }

    /// Only who signed the request may dress up the answer.
    private static Map<String, String> overrides(Call call) {
        QueryString query = call.request().query();
        if (query.parameters().isEmpty()) {
            return Map.of();
        }
        Map<String, String> overrides = new LinkedHashMap<>();
        for (String name : OVERRIDES) {
            Optional<String> value = query.first("response-" + name);
            if (value.isPresent()) {
                if (call.principal().isAnonymous()) {
                    throw new Failed(
                            ErrorCode.INVALID_REQUEST,
                            "Request specific response headers cannot be used for anonymous GET"
                                    + " requests.");
                }
                ObjectMetadata.requireHeader(name, value.get());
                overrides.put(name, value.get());
            }
        }
        return overrides;
    }

    boolean asksForPart() {
        return request.range() instanceof ByteRange.PartNumber;
    }

    /// The part of an object that was asked for, where it was uploaded in parts.
    Optional<ObjectPart> partOf(List<ObjectPart> parts) {
        return request.range() instanceof ByteRange.PartNumber(int number)
                ? parts.stream().filter(part -> part.number() == number).findFirst()
                : Optional.empty();
    }
}
