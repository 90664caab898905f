package dev.varve.server.store;

import dev.varve.log.BlobId;
import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Content;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Provenance;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.WriteCommands.Source;
import dev.varve.server.store.WriteCommands.Target;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Puts and copies.
final class Writes {
    /// Says nothing of the bytes: their key is not known before them.
    private static final ObjectKey UNNAMED = ObjectKey.of("content");

    private final Core core;
    private final Reads reads;
    private final Ingest ingest;

    Writes(Core core, Reads reads) {
        this.core = core;
        this.reads = reads;
        this.ingest = new Ingest(core);
    }

    Outcome<Written> put(PutRequest put, Provenance provenance) {
        return target(put.bucket())
                .then(bucket ->
                        ingest.take(bucket, put.key(), put.attributes().metadata(), put.body()))
                .then(ingested -> place(put, ingested, provenance));
    }

    Outcome<Bucket> target(BucketName name) {
        return core.inBucket(name, (view, bucket) -> Outcome.done(bucket));
    }

    private Outcome<Written> place(PutRequest put, Ingested ingested, Provenance provenance) {
        ObjectState state =
                new ObjectState(
                        ingested.content(),
                        ingested.etag(),
                        ingested.checksums(put.kept()),
                        0,
                        List.of(),
                        put.attributes());
        Target target = new Target(put.bucket(), put.key(), put.preconditions());
        return core.pinnedUntilAnswered(new WriteCommands.Put(target, state), provenance, ingested);
    }

    Outcome<Addressed> putByContent(
            BucketName name,
            Body body,
            Attributes attributes,
            Set<DigestAlgorithm> kept,
            Provenance provenance) {
        Body digested = body.alsoWanting(kept).alsoWanting(Set.of(DigestAlgorithm.SHA256));
        return target(name)
                .then(bucket -> ingest.take(bucket, UNNAMED, attributes.metadata(), digested))
                .then(ingested -> {
                    ObjectState state =
                            new ObjectState(
                                    ingested.content(),
                                    ingested.etag(),
                                    ingested.checksums(kept),
                                    0,
                                    List.of(),
                                    attributes);
                    ObjectKey key = ObjectKey.of(ingested.sha256().toString());
                    Target target = new Target(name, key, Preconditions.NONE);
                    return core.pinnedUntilAnswered(
                            new WriteCommands.PutByContent(target, state), provenance, ingested);
                });
    }

    /// Copies by reference; the bytes move only into a bucket of another dedup domain.
    Outcome<Written> copy(CopyRequest copy, Provenance provenance) {
        return reads.find(copy.source())
                .then(source -> copyOf(source, copy.source()))
                .then(source ->
                        target(copy.bucket()).then(to -> copy(copy, source, to, provenance)));
    }

    /// Turns down what a copy cannot be made of.
    static Outcome<Version> copyOf(Version source, ReadRequest request) {
        if (!source.isObject()) {
            return Outcome.refused(
                    request.version() == null ? Reason.NO_SUCH_KEY : Reason.INVALID_ARGUMENT,
                    "the source is a delete marker");
        }
        return switch (request.preconditions().against(source)) {
            case HOLD ->
                    Rules.released(source)
                            .<Outcome<Version>>map(Outcome.Refused::new)
                            .orElseGet(() -> Outcome.done(source));
            case FAILED, NOT_MODIFIED ->
                    Outcome.refused(
                            Reason.PRECONDITION_FAILED, "the source is " + source.object().etag());
        };
    }

    private Outcome<Written> copy(
            CopyRequest copy, Version source, Bucket to, Provenance provenance) {
        Attributes attributes = attributes(copy, source);
        if (!inDomain(source.object().content(), to.settings().dedupDomain())) {
            return rewrite(copy, source, attributes, provenance);
        }
        Target target = new Target(copy.bucket(), copy.key(), copy.preconditions());
        return sourceBucket(copy)
                .then(bucket ->
                        core.run(
                                new WriteCommands.Copy(
                                        target,
                                        new Source(bucket, source.key(), source.id()),
                                        source.object().with(attributes)),
                                provenance));
    }

    static Attributes attributes(CopyRequest copy, Version source) {
        Attributes from = source.object().attributes();
        return new Attributes(
                copy.metadata().orElse(from.metadata()),
                copy.tags().orElse(from.tags()),
                copy.retention().orElse(null),
                copy.legalHold());
    }

    private Outcome<BucketId> sourceBucket(CopyRequest copy) {
        return core.sourceOf(copy.source()).map(Bucket::id);
    }

    static boolean inDomain(Content content, int domain) {
        return content.blobs().stream().map(BlobId::domain).allMatch(each -> each == domain);
    }

    private Outcome<Written> rewrite(
            CopyRequest copy, Version source, Attributes attributes, Provenance provenance) {
        ReadRequest exactly =
                copy.source().version(VersionRef.of(source.id())).preconditions(Preconditions.NONE);
        Set<DigestAlgorithm> kept =
                source.object().checksums().stream()
                        .filter(checksum -> checksum.parts() == 0)
                        .map(checksum -> checksum.algorithm())
                        .collect(Collectors.toSet());
        return switch (reads.read(exactly)) {
            case ReadResult.Refused(Refusal refusal, var _) -> new Outcome.Refused<>(refusal);
            case ReadResult.NotModified _ ->
                    Outcome.refused(Reason.PRECONDITION_FAILED, "the source is not modified");
            case ReadResult.Found(ObjectBody body) -> {
                try (body) {
                    yield put(
                            new PutRequest(
                                    copy.bucket(),
                                    copy.key(),
                                    Body.of(body.bytes(), source.size()),
                                    attributes,
                                    copy.preconditions(),
                                    kept),
                            provenance);
                }
            }
        };
    }
}
