package dev.varve.server.store;

import dev.varve.log.Checksum;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.Provenance;
import dev.varve.log.Slice;
import dev.varve.projections.objects.Bucket;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Upload;
import dev.varve.projections.objects.Version;
import dev.varve.server.store.Refusal.Reason;
import dev.varve.server.store.UploadCommands.Name;
import dev.varve.server.store.WriteCommands.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Parts made of ranges of existing versions. No bytes are written; they are read once where the
/// part's digests are not known already.
final class PartCopies {
    private final Core core;
    private final Reads reads;
    private final Contents contents;
    private final Provenance provenance;

    PartCopies(Core core, Reads reads, Contents contents, Provenance provenance) {
        this.core = core;
        this.reads = reads;
        this.contents = contents;
        this.provenance = provenance;
    }

    Outcome<Part> copy(Name name, Upload upload, int number, ReadRequest request) {
        return reads.find(request)
                .then(source -> Writes.copyOf(source, request))
                .then(source ->
                        Ranges.resolve(request.range(), source.size(), List.of())
                                .then(range -> copy(name, upload, number, request, source, range)));
    }

    private Outcome<Part> copy(
            Name name,
            Upload upload,
            int number,
            ReadRequest request,
            Version source,
            ByteRange.Resolved range) {
        Optional<List<Slice>> slices = reads.slices(source, range);
        Optional<SliceReader> reader =
                slices.flatMap(found -> SliceReader.open(core.blobs(), found));
        if (slices.isEmpty() || reader.isEmpty()) {
            return Outcome.refused(Reason.CONFLICT, "the source was purged meanwhile");
        }
        Set<DigestAlgorithm> kept =
                upload.checksum() == null ? Set.of() : Set.of(upload.checksum());
        try (InputStream bytes = new SliceStream(reader.get())) {
            PartDigests digests = PartDigests.of(bytes, kept);
            return bucket(request)
                    .then(from ->
                            place(
                                    name,
                                    number,
                                    new Source(from.id(), source.key(), source.id()),
                                    slices.get(),
                                    digests));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Outcome<Bucket> bucket(ReadRequest request) {
        return core.sourceOf(request);
    }

    private Outcome<Part> place(
            Name name, int number, Source source, List<Slice> slices, PartDigests digests) {
        return core.inBucket(name.bucket(), (view, bucket) -> Outcome.done(bucket))
                .then(bucket -> {
                    int domain = bucket.settings().dedupDomain();
                    if (slices.stream().anyMatch(slice -> slice.blob().domain() != domain)) {
                        return Outcome.refused(
                                Reason.INVALID_BUCKET_STATE,
                                "the source is in another dedup domain");
                    }
                    Contents.Built built = contents.build(slices, List.of(), domain);
                    List<Checksum> checksums = digests.checksums();
                    return core.pinnedUntilAnswered(
                            new UploadCommands.PutPart(
                                    name,
                                    number,
                                    built.content(),
                                    digests.etag(),
                                    checksums,
                                    source),
                            provenance,
                            built);
                });
    }
}
