package dev.varve.server.store;

import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.ObjectKey;
import dev.varve.log.ObjectState.Attributes;
import dev.varve.log.Provenance;
import dev.varve.log.UploadTerms;
import dev.varve.projections.objects.ListPage.UploadMarker;
import dev.varve.projections.objects.Upload;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Uploads that resume: multipart uploads whose parts are what came, of whatever size.
public final class Resumables {
    private final Core core;
    private final Provenance provenance;
    private final Contents contents;

    Resumables(Core core, Provenance provenance, Contents contents) {
        this.core = core;
        this.provenance = provenance;
        this.contents = contents;
    }

    public Outcome<ResumableUpload> open(
            BucketName bucket, ObjectKey key, Attributes attributes, UploadTerms terms) {
        String owner = provenance.actor().id();
        return core.run(
                        new ResumableCommands.Open(bucket, key, owner, attributes, terms),
                        provenance)
                .map(this::at);
    }

    /// One that was opened before; whether it is there, asking tells.
    public ResumableUpload at(UploadHandle handle) {
        return new ResumableUpload(core, provenance, contents, handle);
    }

    /// What came of a concatenation.
    public record Concatenated(UploadHandle handle, Written written) {}

    /// Makes one object of partial uploads of the same bucket. They stay until they are aborted or
    /// expire.
    public Outcome<Concatenated> concatenate(
            BucketName bucket,
            ObjectKey key,
            Attributes attributes,
            UploadTerms terms,
            List<UploadHandle> partials) {
        List<ResumableUpload> parts = partials.stream().map(this::at).toList();
        return open(bucket, key, attributes, terms)
                .then(upload -> {
                    Outcome<Written> outcome = upload.concatenate(parts);
                    if (!outcome.isDone()) {
                        upload.abort();
                    }
                    return outcome.map(written -> new Concatenated(upload.handle(), written));
                });
    }

    /// @param next where to go on, null at the end
    public record Page(List<UploadHandle> uploads, @Nullable UploadMarker next) {}

    /// Open uploads that resume, by key, among at most `limit` uploads of any kind.
    public Outcome<Page> list(
            BucketName bucket, String prefix, @Nullable UploadMarker after, int limit) {
        return core.inBucket(
                        bucket,
                        (view, found) ->
                                Outcome.done(
                                        view.listUploads(
                                                found.id(),
                                                Bytes.utf8(prefix),
                                                Bytes.EMPTY,
                                                after,
                                                limit)))
                .map(page ->
                        new Page(
                                page.uploads().stream()
                                        .flatMap(upload -> handle(bucket, upload).stream())
                                        .toList(),
                                page.next()));
    }

    private static Optional<UploadHandle> handle(BucketName bucket, Upload upload) {
        return Optional.ofNullable(upload.resumption())
                .map(resumption ->
                        new UploadHandle(
                                bucket,
                                upload.key(),
                                upload.id(),
                                resumption.opened(),
                                resumption.terms().nonce()));
    }

    /// The largest object there can be.
    public long maxBytes() {
        return core.limits().objectBytes();
    }
}
