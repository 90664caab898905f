package dev.varve.server.store;

import dev.varve.log.Checksum;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ObjectState;
import dev.varve.log.Slice;
import dev.varve.log.UploadTerms;
import dev.varve.projections.objects.Part;
import dev.varve.server.store.Refusal.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes the object of parts that are all there, checked against what was declared of the whole.
///
/// Its CRC follows from those of its parts. Its SHA-256 does not: it takes reading all bytes once
/// more, which is done up to [#HASHED] bytes, and beyond that where the client declared one.
final class Finishing {
    static final long HASHED = 64L << 20;
    private final Core core;
    private final Contents contents;

    Finishing(Core core, Contents contents) {
        this.core = core;
        this.contents = contents;
    }

    record Whole(ObjectState state, Contents.Built built) {}

    Outcome<Whole> whole(UploadState.Open open, List<Part> parts, int domain) {
        PartJoin join = new PartJoin(core, contents);
        return join.slices(parts)
                .then(slices -> checksums(open.terms(), parts, slices))
                .then(checksums ->
                        join.join(parts, domain)
                                .map(joined ->
                                        new Whole(
                                                joined.stateAsPut(
                                                        open.upload().attributes(), checksums),
                                                joined.built())));
    }

    private Outcome<List<Checksum>> checksums(
            UploadTerms terms, List<Part> parts, List<Slice> slices) {
        List<Checksum> known = new ArrayList<>();
        Assembly.combined(DigestAlgorithm.CRC64NVME, parts).ifPresent(known::add);
        Set<DigestAlgorithm> toRead = EnumSet.noneOf(DigestAlgorithm.class);
        terms.digests().forEach(digest -> toRead.add(digest.algorithm()));
        if (parts.stream().mapToLong(Part::size).sum() <= HASHED) {
            toRead.add(DigestAlgorithm.SHA256);
        }
        known.forEach(digest -> toRead.remove(digest.algorithm()));
        return read(slices, toRead)
                .then(more -> {
                    known.addAll(more);
                    return mismatch(terms, known)
                            .<Outcome<List<Checksum>>>map(Outcome.Refused::new)
                            .orElseGet(() -> Outcome.done(kept(known)));
                });
    }

    private static List<Checksum> kept(List<Checksum> known) {
        return known.stream().filter(each -> each.algorithm() != DigestAlgorithm.MD5).toList();
    }

    private Outcome<List<Checksum>> read(List<Slice> slices, Set<DigestAlgorithm> algorithms) {
        if (algorithms.isEmpty()) {
            return Outcome.done(List.of());
        }
        Optional<SliceReader> reader = SliceReader.open(core.blobs(), slices);
        if (reader.isEmpty()) {
            return Outcome.refused(Reason.CONFLICT, "a part was put again meanwhile");
        }
        try (InputStream bytes = new SliceStream(reader.get())) {
            return Outcome.done(PartDigests.of(bytes, algorithms).checksums());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Refusal> mismatch(UploadTerms terms, List<Checksum> known) {
        return terms.digests().stream()
                .filter(declared -> known.stream().noneMatch(actual -> same(declared, actual)))
                .findFirst()
                .map(declared ->
                        Refusal.mismatch(
                                declared.algorithm(),
                                declared.algorithm() + " of the whole is not " + declared.value()));
    }

    private static boolean same(Checksum declared, Checksum actual) {
        return declared.algorithm() == actual.algorithm()
                && MessageDigest.isEqual(declared.value().toArray(), actual.value().toArray());
    }
}
