package dev.varve.server.store;

import dev.varve.log.Bytes;
import dev.varve.log.Checksum;
import dev.varve.log.DigestAlgorithm;
import dev.varve.log.ETag;
import dev.varve.log.ObjectPart;
import dev.varve.projections.objects.Part;
import dev.varve.projections.objects.Upload;
import dev.varve.server.store.CompleteRequest.NamedPart;
import dev.varve.server.store.Refusal.Reason;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/// Puts the parts of an upload together: which ones, their order and sizes, and the digests of the
/// whole that follow from theirs.
final class Assembly {
    private Assembly() {}

    /// The parts a client named, as they are now.
    static Outcome<List<Part>> choose(List<NamedPart> named, List<Part> present, long minimum) {
        if (named.isEmpty()) {
            return Outcome.refused(Reason.INVALID_ARGUMENT, "no part is named");
        }
        Map<Integer, Part> byNumber =
                present.stream().collect(Collectors.toMap(Part::number, Function.identity()));
        List<Part> chosen = new ArrayList<>(named.size());
        int before = 0;
        for (NamedPart name : named) {
            if (name.number() <= before) {
                return Outcome.refused(
                        Reason.INVALID_PART_ORDER, "part " + name.number() + " is out of order");
            }
            before = name.number();
            Part part = byNumber.get(name.number());
            if (part == null || !part.etag().equals(name.etag())) {
                return Outcome.refused(
                        Reason.INVALID_PART, "part " + name.number() + " is not there as named");
            }
            chosen.add(part);
        }
        return sized(chosen, minimum);
    }

    private static Outcome<List<Part>> sized(List<Part> chosen, long minimum) {
        for (Part part : chosen.subList(0, chosen.size() - 1)) {
            if (part.size() < minimum) {
                return Outcome.refused(
                        Reason.PART_TOO_SMALL,
                        "part "
                                + part.number()
                                + " has "
                                + part.size()
                                + " bytes, but the last"
                                + " part alone may have fewer than "
                                + minimum);
            }
        }
        return Outcome.done(chosen);
    }

    static List<ObjectPart> parts(List<Part> chosen) {
        return chosen.stream()
                .map(part -> Manifest.part(part.number(), part.size(), part.checksums()))
                .toList();
    }

    /// MD5 of the parts' MD5s, and their number.
    static ETag etag(List<Part> chosen) {
        MessageDigest md5 = digest("MD5");
        chosen.forEach(part -> md5.update(HexFormat.of().parseHex(part.etag().value())));
        return new ETag(HexFormat.of().formatHex(md5.digest()) + "-" + chosen.size());
    }

    /// The checksum of the whole that the upload asked for, if every part has one: composed of
    /// the parts' checksums, or over all bytes where those can be combined.
    static Optional<Checksum> checksum(Upload upload, List<Part> chosen) {
        DigestAlgorithm algorithm = upload.checksum();
        if (algorithm == null || (!upload.compositeChecksum() && !CrcCombine.can(algorithm))) {
            return Optional.empty();
        }
        List<Bytes> values = values(algorithm, chosen);
        if (values.size() != chosen.size()) {
            return Optional.empty();
        }
        return upload.compositeChecksum()
                ? over(algorithm, values)
                : Optional.of(Checksum.full(algorithm, joined(algorithm, values, chosen)));
    }

    /// The CRC of the whole, if every part has one.
    static Optional<Checksum> combined(DigestAlgorithm algorithm, List<Part> chosen) {
        List<Bytes> values = values(algorithm, chosen);
        return chosen.isEmpty() || values.size() != chosen.size()
                ? Optional.empty()
                : Optional.of(Checksum.full(algorithm, joined(algorithm, values, chosen)));
    }

    private static List<Bytes> values(DigestAlgorithm algorithm, List<Part> chosen) {
        List<Bytes> values = new ArrayList<>();
        for (Part part : chosen) {
            part.checksums().stream()
                    .filter(checksum -> checksum.algorithm() == algorithm)
                    .findFirst()
                    .ifPresent(checksum -> values.add(checksum.value()));
        }
        return values;
    }

    private static Bytes joined(DigestAlgorithm algorithm, List<Bytes> values, List<Part> chosen) {
        CrcCombine combine = CrcCombine.of(algorithm);
        Bytes whole = values.getFirst();
        for (int i = 1; i < values.size(); i++) {
            whole = combine.combine(whole, values.get(i), chosen.get(i).size());
        }
        return whole;
    }

    private static Optional<Checksum> over(DigestAlgorithm algorithm, List<Bytes> values) {
        byte[] joined = new byte[values.size() * algorithm.length()];
        for (int i = 0; i < values.size(); i++) {
            System.arraycopy(
                    values.get(i).toArray(), 0, joined, i * algorithm.length(), algorithm.length());
        }
        return switch (algorithm) {
            case MD5, CRC64NVME, XXH3 -> Optional.empty();
            case SHA1 -> of(algorithm, digest("SHA-1").digest(joined), values.size());
            case SHA256 -> of(algorithm, digest("SHA-256").digest(joined), values.size());
            case CRC32 -> crc(algorithm, new CRC32(), joined, values.size());
            case CRC32C -> crc(algorithm, new CRC32C(), joined, values.size());
        };
    }

    private static Optional<Checksum> crc(
            DigestAlgorithm algorithm, java.util.zip.Checksum crc, byte[] joined, int parts) {
        crc.update(joined);
        int value = (int) crc.getValue();
        return of(algorithm, java.nio.ByteBuffer.allocate(4).putInt(value).array(), parts);
    }

    private static Optional<Checksum> of(DigestAlgorithm algorithm, byte[] value, int parts) {
        return Optional.of(new Checksum(algorithm, Bytes.of(value), parts));
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + name, e);
        }
    }
}
