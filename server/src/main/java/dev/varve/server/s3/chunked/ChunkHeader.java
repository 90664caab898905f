package dev.varve.server.s3.chunked;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The line before the data of a chunk: `SIZE` in hex, and extensions.
///
/// @param signature empty when there is none
record ChunkHeader(long size, String signature) {
    private static final String SIGNATURE = "chunk-signature=";
    private static final int LONGEST = 4 * 1024;
    private static final Pattern LINE =
            Pattern.compile("(?<size>[0-9a-fA-F]{1,16})[ \t]*(?:;(?<extension>[ -~\t]*))?\r");

    static ChunkHeader parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw Malformed.framing("a chunk does not begin with its size");
        }
        long size = Long.parseUnsignedLong(matcher.group("size"), 16);
        if (size < 0) {
            throw Malformed.framing("a chunk is too large");
        }
        String extension = matcher.group("extension");
        return new ChunkHeader(size, extension == null ? "" : signatureIn(extension.strip()));
    }

    private static String signatureIn(String extension) {
        return extension.startsWith(SIGNATURE) ? extension.substring(SIGNATURE.length()) : "";
    }

    static int longest() {
        return LONGEST;
    }
}
