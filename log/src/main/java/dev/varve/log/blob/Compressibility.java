package dev.varve.log.blob;

import java.util.Locale;
import java.util.Set;

/// Guesses from what a client said whether bytes are worth compressing. Only a guess: a sample and
/// each block's outcome decide.
final class Compressibility {
    private static final Set<String> PACKED_EXTENSIONS =
            Set.of(
                    "7z", "aac", "avi", "avif", "br", "bz2", "docx", "flac", "gif", "gz", "heic",
                    "heif", "jar", "jpeg", "jpg", "jxl", "lz4", "lzma", "m4a", "m4v", "mkv", "mov",
                    "mp3", "mp4", "mpeg", "mpg", "odt", "ogg", "opus", "parquet", "png", "pptx",
                    "rar", "tbz2", "tgz", "txz", "webm", "webp", "woff", "woff2", "xlsx", "xz",
                    "zip", "zst");
    private static final Set<String> PACKED_TYPES =
            Set.of(
                    "application/gzip",
                    "application/java-archive",
                    "application/vnd.rar",
                    "application/x-7z-compressed",
                    "application/x-bzip2",
                    "application/x-gzip",
                    "application/x-xz",
                    "application/zip",
                    "application/zstd",
                    "font/woff",
                    "font/woff2");
    private static final Set<String> OPEN_MEDIA =
            Set.of("image/bmp", "image/svg+xml", "image/tiff", "audio/wav", "audio/x-wav");
    private static final int SAMPLE = 64 << 10;
    static final int MIN_LENGTH = 128;

    private Compressibility() {}

    static boolean worthTrying(String contentType, String name) {
        return !PACKED_EXTENSIONS.contains(extension(name)) && !isPackedType(contentType);
    }

    /// The most that `length` bytes may compress to and still be worth it.
    static int target(int length) {
        return length - length / 20;
    }

    static int sample(int length) {
        return Math.min(length, SAMPLE);
    }

    private static boolean isPackedType(String contentType) {
        int end = contentType.indexOf(';');
        String type =
                (end < 0 ? contentType : contentType.substring(0, end))
                        .trim()
                        .toLowerCase(Locale.ROOT);
        boolean media =
                type.startsWith("image/") || type.startsWith("video/") || type.startsWith("audio/");
        return media ? !OPEN_MEDIA.contains(type) : PACKED_TYPES.contains(type);
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 || dot < name.lastIndexOf('/')
                ? ""
                : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
