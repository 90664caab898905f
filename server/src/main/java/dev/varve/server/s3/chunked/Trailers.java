package dev.varve.server.s3.chunked;

import dev.varve.server.auth.ChunkSigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The lines behind the last chunk.
///
/// Clients do not agree where the blank line is: S3's own page shows one before the trailer, SDKs
/// send one behind it, some none. So a blank line ends a trailer that is complete, and nothing else.
final class Trailers {
    private static final String SIGNATURE = "x-amz-trailer-signature";
    private static final int LONGEST = 16 * 1024;
    private static final int MOST = 32;
    private static final Pattern LINE =
            Pattern.compile("(?<name>[0-9A-Za-z!#$%&'*+.^_`|~-]+):(?<value>[ -~\t]*)");

    private final Map<String, String> fields = new LinkedHashMap<>();
    private final StringBuilder signedLines = new StringBuilder();
    private String signature = "";

    private Trailers() {}

    /// Reads to the end of the trailer, or of the body.
    static Map<String, String> read(
            ChunkSource source, @Nullable ChunkSigner signer, MessageDigest sha256)
            throws IOException {
        Trailers trailers = new Trailers();
        trailers.readLines(source, signer != null);
        if (signer != null && !trailers.isSigned(signer, sha256)) {
            throw Malformed.signature("the trailer");
        }
        return trailers.fields;
    }

    private void readLines(ChunkSource source, boolean signed) throws IOException {
        int left = LONGEST;
        for (int count = 0; count < MOST; count++) {
            String raw = source.line(left);
            if (raw == null) {
                return;
            }
            left -= raw.length();
            String line = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
            if (!line.isEmpty()) {
                add(line);
            } else if (signed ? !signature.isEmpty() : !fields.isEmpty()) {
                return;
            }
        }
        throw Malformed.framing("the trailer has more than " + MOST + " lines");
    }

    private void add(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw Malformed.framing("a line of the trailer is not a header");
        }
        String name = matcher.group("name").toLowerCase(Locale.ROOT);
        String value = matcher.group("value").strip();
        if (!signature.isEmpty()) {
            throw Malformed.framing("the trailer goes on behind its signature");
        }
        if (name.equals(SIGNATURE)) {
            signature = value;
        } else if (fields.put(name, value) != null) {
            throw Malformed.framing("the trailer has " + name + " twice");
        } else {
            signedLines.append(name).append(':').append(value).append('\n');
        }
    }

    private boolean isSigned(ChunkSigner signer, MessageDigest sha256) {
        byte[] lines = signedLines.toString().getBytes(StandardCharsets.UTF_8);
        return signer.acceptsTrailer(signature, sha256.digest(lines));
    }
}
