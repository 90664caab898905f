package dev.varve.server.store;

import dev.varve.log.BlobHints;
import dev.varve.log.BlobUpload;
import dev.varve.log.Bytes;
import dev.varve.log.Content;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.Metadata;
import dev.varve.log.ObjectKey;
import dev.varve.log.PinnedBlob;
import dev.varve.log.Slice;
import dev.varve.log.StoreException;
import dev.varve.projections.objects.Bucket;
import dev.varve.server.store.Refusal.Reason;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Takes bodies into the blob store, checked against all that was declared of them.
final class Ingest {
    private static final int BUFFER = 64 * 1024;
    private final Core core;

    Ingest(Core core) {
        this.core = core;
    }

    /// Stores the whole body. The answer must be closed once its event is in, or is not coming.
    Outcome<Ingested> take(Bucket bucket, ObjectKey key, Metadata metadata, Body body) {
        String type = metadata.system().getOrDefault("content-type", "");
        return take(bucket, type, key.toString(), body);
    }

    /// The same where it is not known yet what key it is for.
    Outcome<Ingested> take(Bucket bucket, Body body) {
        return take(bucket, "", "", body);
    }

    private Outcome<Ingested> take(Bucket bucket, String type, String name, Body body) {
        if (body.length() > core.limits().objectBytes()) {
            return tooLarge();
        }
        if (core.space().isLow()) {
            return lowSpace();
        }
        BlobHints hints =
                new BlobHints(
                        bucket.settings().dedupDomain(),
                        type,
                        name,
                        body.length(),
                        digestsOf(body));
        try (BlobUpload upload = core.blobs().upload(hints)) {
            return copy(body, upload).then(length -> finish(upload, length, body, hints));
        } catch (StoreException.OutOfSpace e) {
            return Outcome.refused(Reason.OUT_OF_SPACE, "the volume is full: " + e.getMessage());
        }
    }

    private static Set<DigestAlgorithm> digestsOf(Body body) {
        EnumSet<DigestAlgorithm> digests = EnumSet.of(DigestAlgorithm.MD5);
        digests.addAll(body.declared().keySet());
        digests.addAll(body.wanted());
        return digests;
    }

    private Outcome<Long> copy(Body body, BlobUpload upload) {
        byte[] buffer = new byte[bufferFor(body.length())];
        long total = 0;
        try {
            for (int read = body.bytes().read(buffer);
                    read >= 0;
                    read = body.bytes().read(buffer)) {
                total += read;
                if (total > core.limits().objectBytes()) {
                    return tooLarge();
                }
                if (core.space().isLow()) {
                    return lowSpace();
                }
                upload.write(buffer, 0, read);
            }
        } catch (IOException e) {
            return Outcome.refused(Reason.INCOMPLETE_BODY, "the body broke off: " + e.getMessage());
        }
        return body.length() >= 0 && body.length() != total
                ? Outcome.refused(Reason.INCOMPLETE_BODY, total + " bytes came of " + body.length())
                : Outcome.done(total);
    }

    private static int bufferFor(long length) {
        return length < 0 ? BUFFER : Math.clamp(length + 1, 512, BUFFER);
    }

    private Outcome<Ingested> finish(BlobUpload upload, long length, Body body, BlobHints hints) {
        if (length == 0) {
            Map<DigestAlgorithm, Bytes> digests = EmptyDigests.of(hints.digests());
            return verified(new Ingested(Content.EMPTY, digests, null), body);
        }
        BlobUpload.Finished finished = upload.finish();
        PinnedBlob blob = finished.blob();
        Content content = new Content.Inline(List.of(new Slice(blob.id(), 0, length)));
        return verified(new Ingested(content, finished.digests(), blob), body);
    }

    private Outcome<Ingested> verified(Ingested ingested, Body body) {
        return verified(ingested, body.declared())
                .then(right -> verified(right, declaredAtEnd(right, body)));
    }

    private Map<DigestAlgorithm, Bytes> declaredAtEnd(Ingested ingested, Body body) {
        try {
            return body.declaredAtEnd().get();
        } catch (RuntimeException e) { // what the end says may be nonsense: nothing is kept then
            core.abandon(ingested);
            throw e;
        }
    }

    private Outcome<Ingested> verified(Ingested ingested, Map<DigestAlgorithm, Bytes> digests) {
        for (Map.Entry<DigestAlgorithm, Bytes> declared : new TreeMap<>(digests).entrySet()) {
            Bytes actual = ingested.digests().get(declared.getKey());
            byte[] wanted = declared.getValue().toArray();
            if (actual == null || !MessageDigest.isEqual(actual.toArray(), wanted)) {
                core.abandon(ingested);
                return new Outcome.Refused<>(
                        Refusal.mismatch(
                                declared.getKey(),
                                declared.getKey()
                                        + " of the body is "
                                        + actual
                                        + ", not "
                                        + declared.getValue()));
            }
        }
        return Outcome.done(ingested);
    }

    private <R> Outcome<R> lowSpace() {
        return Outcome.refused(Reason.OUT_OF_SPACE, core.space().message());
    }

    private <R> Outcome<R> tooLarge() {
        return Outcome.refused(
                Reason.OBJECT_TOO_LARGE,
                "an object may have " + core.limits().objectBytes() + " bytes");
    }
}
