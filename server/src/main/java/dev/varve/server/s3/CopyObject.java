package dev.varve.server.s3;

import dev.varve.log.DigestAlgorithm;
import dev.varve.log.Metadata;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.projections.objects.Version;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.XmlWriter;
import dev.varve.server.store.Body;
import dev.varve.server.store.CopyRequest;
import dev.varve.server.store.ObjectBody;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Preconditions;
import dev.varve.server.store.PutRequest;
import dev.varve.server.store.ReadRequest;
import dev.varve.server.store.ReadResult;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.VersionRef;
import dev.varve.server.store.Written;
import dev.varve.server.surface.Conditions;
import dev.varve.server.surface.ETags;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Copies an object by reference: no bytes move, and an object of parts stays one of parts, with
/// its ETag. Only a checksum that the source does not have makes its bytes be read.
final class CopyObject implements Operation {
    /// The source can be replaced between looking at it and copying it.
    private static final int ATTEMPTS = 4;

    /// What a request says of the copy, parsed once.
    ///
    /// @param given what the headers say of the copy
    private record Wish(
            CopySource source,
            Attributes given,
            boolean newMetadata,
            boolean newTags,
            Optional<DigestAlgorithm> checksum) {}

    private record Attempt(Version source, Outcome<Written> outcome) {}

    @Override
    public HttpResponse handle(Call asked) {
        Wish wish = parse(asked);
        Call call = wish.source().allowed(asked);
        Attempt made = attempt(call, wish);
        for (int attempt = 1; attempt < ATTEMPTS && isOvertaken(made, wish); attempt++) {
            made = attempt(call, wish);
        }
        HttpResponse answer = answer(call, Refusals.require(call, made.outcome()));
        wish.source().answer(call, answer.headers(), made.source());
        return answer;
    }

    private static Wish parse(Call call) {
        Headers headers = call.request().headers();
        Attributes given = NewAttributes.parse(call, headers);
        return new Wish(
                CopySource.of(call),
                given,
                replaces(headers, "x-amz-metadata-directive"),
                replaces(headers, "x-amz-tagging-directive"),
                headers.first("x-amz-checksum-algorithm").map(Checksums::named));
    }

    private static boolean replaces(Headers headers, String directive) {
        String value = headers.get(directive, "COPY");
        return switch (value) {
            case "COPY" -> false;
            case "REPLACE" -> true;
            default ->
                    throw new Failed(ErrorCode.INVALID_ARGUMENT, "Unknown directive.")
                            .detail("ArgumentName", directive)
                            .detail("ArgumentValue", value);
        };
    }

    private static boolean isOvertaken(Attempt made, Wish wish) {
        return wish.source().version() == null
                && made.outcome() instanceof Outcome.Refused<Written>(Refusal refusal)
                && (refusal.reason() == Reason.NO_SUCH_VERSION
                        || refusal.reason() == Reason.CONFLICT);
    }

    private static Attempt attempt(Call call, Wish wish) {
        ReadRequest request = wish.source().request(call.request().headers());
        Version source = wish.source().found(call, request);
        if (source.size() > Incoming.MAX_BYTES) {
            throw new Failed(
                    ErrorCode.INVALID_REQUEST,
                    "The specified copy source is larger than the maximum allowable size for a"
                            + " copy source: "
                            + Incoming.MAX_BYTES);
        }
        Metadata metadata =
                wish.newMetadata()
                        ? wish.given().metadata()
                        : ObjectMetadata.copied(
                                source.object().attributes().metadata(), call.request().headers());
        requireChange(call, wish, source, metadata);
        ReadRequest exactly =
                request.version(VersionRef.of(source.id())).preconditions(Preconditions.NONE);
        boolean rewrites =
                wish.checksum().filter(wanted -> !has(source.object(), wanted)).isPresent();
        return new Attempt(
                source,
                rewrites
                        ? rewrite(call, wish, exactly, source, metadata)
                        : call.store().copy(copy(call, wish, exactly, metadata)));
    }

    private static void requireChange(Call call, Wish wish, Version source, Metadata metadata) {
        boolean same =
                wish.source().version() == null
                        && wish.source().bucket().equals(call.bucketName())
                        && wish.source().key().equals(call.objectKey());
        boolean changes =
                wish.newMetadata()
                        || wish.newTags()
                        || !metadata.equals(source.object().attributes().metadata())
                        || wish.given().retention() != null
                        || wish.given().legalHold();
        if (same && !changes) {
            throw new Failed(
                    ErrorCode.INVALID_REQUEST,
                    "This copy request is illegal because it is trying to copy an object to itself"
                            + " without changing the object's metadata, storage class, website redirect"
                            + " location or encryption attributes.");
        }
    }

    private static boolean has(ObjectState state, DigestAlgorithm algorithm) {
        return state.checksums().stream()
                .anyMatch(checksum -> checksum.algorithm() == algorithm && checksum.parts() == 0);
    }

    private static CopyRequest copy(Call call, Wish wish, ReadRequest source, Metadata metadata) {
        Optional<SortedMap<String, String>> tags =
                wish.newTags() ? Optional.of(wish.given().tags()) : Optional.empty();
        return new CopyRequest(
                source,
                call.bucketName(),
                call.objectKey(),
                Optional.of(metadata),
                tags,
                Optional.ofNullable(wish.given().retention()),
                wish.given().legalHold(),
                Conditions.ofWrite(call.request().headers()));
    }

    private static Outcome<Written> rewrite(
            Call call, Wish wish, ReadRequest exactly, Version source, Metadata metadata) {
        return switch (call.store().get(exactly)) {
            case ReadResult.Refused(Refusal refusal, var _) -> new Outcome.Refused<>(refusal);
            case ReadResult.NotModified _ ->
                    throw new IllegalStateException("nothing was asked of the source");
            case ReadResult.Found(ObjectBody body) -> {
                try (body) {
                    SortedMap<String, String> tags =
                            wish.newTags()
                                    ? wish.given().tags()
                                    : new TreeMap<>(source.object().attributes().tags());
                    yield call.store()
                            .put(
                                    new PutRequest(
                                            call.bucketName(),
                                            call.objectKey(),
                                            Body.of(body.bytes(), source.size()),
                                            wish.given().withMetadata(metadata).withTags(tags),
                                            Conditions.ofWrite(call.request().headers()),
                                            Set.copyOf(wish.checksum().stream().toList())));
                }
            }
        };
    }

    private static HttpResponse answer(Call call, Written written) {
        XmlWriter xml =
                XmlWriter.of("CopyObjectResult")
                        .text("LastModified", Timestamps.iso(written.modified()))
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
}
