package dev.varve.server.s3;

import dev.varve.log.Bytes;
import dev.varve.log.Checksum;
import dev.varve.log.DigestAlgorithm;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.s3.xml.XmlInput.Element;
import dev.varve.server.s3.xml.XmlWriter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// S3's checksums, as headers and documents have them. An object has one that its client chose, or
/// CRC64NVME.
final class Checksums {
    static final String PREFIX = "x-amz-checksum-";
    static final DigestAlgorithm DEFAULT = DigestAlgorithm.CRC64NVME;
    static final String COMPOSITE = "COMPOSITE";
    static final String FULL_OBJECT = "FULL_OBJECT";

    private static final Map<String, DigestAlgorithm> BY_NAME =
            Map.of(
                    "crc32", DigestAlgorithm.CRC32,
                    "crc32c", DigestAlgorithm.CRC32C,
                    "crc64nvme", DigestAlgorithm.CRC64NVME,
                    "sha1", DigestAlgorithm.SHA1,
                    "sha256", DigestAlgorithm.SHA256);
    private static final Set<String> OTHERS = Set.of("mode", "type", "algorithm");

    private Checksums() {}

    /// A checksum that a client says its bytes have.
    record Claim(DigestAlgorithm algorithm, Bytes value) {}

    /// The checksum in the headers of a request.
    ///
    /// @throws Failed for more than one, a malformed or an unknown one
    static Optional<Claim> claimed(Headers headers) {
        Optional<Claim> found = Optional.empty();
        for (String name : headers.names()) {
            Optional<DigestAlgorithm> algorithm = ofHeader(name);
            if (algorithm.isPresent()) {
                if (found.isPresent() || headers.all(name).size() > 1) {
                    throw severalChecksums();
                }
                DigestAlgorithm known = algorithm.get();
                found = Optional.of(new Claim(known, decode(known, headers.get(name, ""))));
            }
        }
        return found;
    }

    static Failed severalChecksums() {
        return new Failed(
                ErrorCode.INVALID_REQUEST,
                "Expecting a single x-amz-checksum- header. Multiple checksum Types are not"
                        + " allowed.");
    }

    /// The algorithm that a header carries a value of; empty for a header that carries none.
    static Optional<DigestAlgorithm> ofHeader(String header) {
        String lower = header.toLowerCase(Locale.ROOT);
        if (!lower.startsWith(PREFIX) || OTHERS.contains(lower.substring(PREFIX.length()))) {
            return Optional.empty();
        }
        DigestAlgorithm algorithm = BY_NAME.get(lower.substring(PREFIX.length()));
        if (algorithm == null) {
            throw new Failed(
                    ErrorCode.NOT_IMPLEMENTED, "The checksum " + header + " is not implemented");
        }
        return Optional.of(algorithm);
    }

    /// @param name as in `x-amz-checksum-algorithm`
    static DigestAlgorithm named(String name) {
        DigestAlgorithm algorithm = BY_NAME.get(name.toLowerCase(Locale.ROOT));
        if (algorithm == null) {
            throw new Failed(
                            ErrorCode.INVALID_REQUEST,
                            "Checksum algorithm provided is unsupported. Please try again with any"
                                    + " of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]")
                    .detail("ChecksumAlgorithm", name);
        }
        return algorithm;
    }

    static Bytes decode(DigestAlgorithm algorithm, String text) {
        try {
            byte[] value = Base64.getDecoder().decode(text.strip());
            if (value.length == algorithm.length()) {
                return Bytes.of(value);
            }
        } catch (IllegalArgumentException e) {
            throw malformed(algorithm);
        }
        throw malformed(algorithm);
    }

    private static Failed malformed(DigestAlgorithm algorithm) {
        return new Failed(
                ErrorCode.INVALID_REQUEST,
                "Value for " + header(algorithm) + " header is invalid.");
    }

    static String header(DigestAlgorithm algorithm) {
        return PREFIX + algorithm.name().toLowerCase(Locale.ROOT);
    }

    static String element(DigestAlgorithm algorithm) {
        return "Checksum" + algorithm.name();
    }

    static String text(Checksum checksum) {
        String value = Base64.getEncoder().encodeToString(checksum.value().toArray());
        return checksum.parts() == 0 ? value : value + "-" + checksum.parts();
    }

    static String type(Checksum checksum) {
        return checksum.parts() == 0 ? FULL_OBJECT : COMPOSITE;
    }

    /// Those that S3 knows: an object may have others too.
    static List<Checksum> shown(List<Checksum> checksums) {
        return checksums.stream()
                .filter(checksum -> BY_NAME.containsValue(checksum.algorithm()))
                .toList();
    }

    static void answer(Headers headers, List<Checksum> checksums) {
        for (Checksum checksum : shown(checksums)) {
            headers.set(header(checksum.algorithm()), text(checksum));
            headers.set("x-amz-checksum-type", type(checksum));
        }
    }

    /// The checksum of one element such as `ChecksumCRC32` in a document, if it has one.
    static Optional<Claim> claimed(Element element) {
        for (DigestAlgorithm algorithm : BY_NAME.values()) {
            Optional<String> text = element.text(element(algorithm));
            if (text.isPresent() && !text.get().isEmpty()) {
                return Optional.of(new Claim(algorithm, decode(algorithm, text.get())));
            }
        }
        return Optional.empty();
    }

    static void write(XmlWriter xml, List<Checksum> checksums) {
        shown(checksums)
                .forEach(checksum -> xml.text(element(checksum.algorithm()), text(checksum)));
    }

    static void writeWithType(XmlWriter xml, List<Checksum> checksums) {
        write(xml, checksums);
        shown(checksums).stream()
                .findFirst()
                .ifPresent(checksum -> xml.text("ChecksumType", type(checksum)));
    }
}
