package dev.varve.server.api.objects;

import dev.varve.log.BucketName;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ObjectKey;
import dev.varve.projections.objects.Version;
import dev.varve.server.api.ApiCall;
import dev.varve.server.api.ApiRefusals;
import dev.varve.server.api.Concerning;
import dev.varve.server.api.Endpoint;
import dev.varve.server.api.Endpoint.Content;
import dev.varve.server.api.Resource;
import dev.varve.server.auth.Action;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.Percent;
import dev.varve.server.store.Addressed;
import dev.varve.server.store.ReadRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// `/v1/buckets/{bucket}/content`: objects that are named by their content. They are objects like any
/// other, whose key is the SHA-256 in hex; by hash only those are found whose content has it.
public final class ContentResource implements Resource {
    private static final String PATH = "/v1/buckets/{bucket}/content";
    private static final String HASH = "hash";
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    @Override
    public List<Endpoint> endpoints() {
        return List.of(put(), get());
    }

    private static Endpoint put() {
        Endpoint row =
                Endpoint.of("POST", PATH, "putContent", Action.WRITE_OBJECT, ContentResource::put)
                        .about(Concerning.below(""))
                        .summary("Stores content under its SHA-256; 200 where it is there already")
                        .takes(Content.bytes("*/*"));
        return Uploads.described(row)
                .answersJson(200, ObjectView.class)
                .answersJson(201, ObjectView.class);
    }

    private static HttpResponse put(ApiCall call) {
        SentBody sent = SentBody.of(call);
        Set<DigestAlgorithm> kept = EnumSet.copyOf(sent.kept());
        kept.add(DigestAlgorithm.SHA256);
        BucketName bucket = call.bucketName();
        Addressed stored =
                ApiRefusals.require(
                        call.store()
                                .putByContent(
                                        bucket,
                                        sent.body(),
                                        ObjectHeaders.parse(
                                                call.request().headers(),
                                                ObjectHeaders.DEFAULT_TYPE),
                                        kept));
        return ObjectView.answer(stored.fresh() ? 201 : 200, bucket, stored.key(), stored.written())
                .header(
                        "location",
                        "/v1/buckets/"
                                + bucket
                                + "/content/"
                                + Percent.encodePath(stored.key().toString()));
    }

    private static Endpoint get() {
        return Endpoint.of(
                        "GET",
                        PATH + "/{hash}",
                        "getContent",
                        Action.READ_OBJECT,
                        ContentResource::get)
                .guardingItself()
                .summary("Gives content by its SHA-256, or a range of it")
                .readingPast()
                .header("Range", "one range: bytes=0-99, bytes=100-, bytes=-50")
                .header("If-None-Match", "304 for one of these tags")
                .answers(200, "the content", Content.bytes("*/*"))
                .answers(206, "the range", Content.bytes("*/*"))
                .answersNothing(304)
                .refuses(
                        ErrorCode.NO_SUCH_BUCKET,
                        ErrorCode.NO_SUCH_KEY,
                        ErrorCode.PRECONDITION_FAILED,
                        ErrorCode.BYTES_RELEASED,
                        ErrorCode.INVALID_RANGE);
    }

    private static HttpResponse get(ApiCall asked) {
        String hash = asked.path(HASH);
        ApiCall call = asked.allowing(Action.READ_OBJECT, hash);
        if (!FORM.matcher(hash).matches()) {
            throw new Failed(ErrorCode.NO_SUCH_KEY, "A hash is 64 hex digits in lower case.");
        }
        ReadRequest request = ReadRequest.of(call.bucketName(), ObjectKey.of(hash));
        return ObjectRead.answer(call, request, version -> isOf(version, hash));
    }

    /// Anybody who may write can put anything under such a key.
    private static boolean isOf(Version version, String hash) {
        return Digests.sha256(version.object())
                .filter(sha256 -> sha256.toString().equals(hash))
                .isPresent();
    }
}
