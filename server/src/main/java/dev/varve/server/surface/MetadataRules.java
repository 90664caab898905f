package dev.varve.server.surface;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Rules of what clients say about an object, which is kept as sent and given back in headers.
public final class MetadataRules {
    /// How the class an object is stored in is called among its metadata; the usual one is not kept.
    public static final String STORAGE_CLASS = "x-amz-storage-class";

    public static final String STANDARD = "STANDARD";

    /// Names and values of a client's own pairs together.
    public static final int MAX_USER_BYTES = 2048;

    /// Kept and given back; all of them are served alike.
    public static final Set<String> CLASSES =
            Set.of(
                    STANDARD,
                    "DEEP_ARCHIVE",
                    "EXPRESS_ONEZONE",
                    "GLACIER",
                    "GLACIER_IR",
                    "INTELLIGENT_TIERING",
                    "ONEZONE_IA",
                    "OUTPOSTS",
                    "REDUCED_REDUNDANCY",
                    "SNOW",
                    "STANDARD_IA");

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]+");

    private MetadataRules() {}

    /// Forms and links can say what no header can; given back as one it would be two.
    public static void requireHeader(String name, String value) {
        if (hasControl(value) || !NAME.matcher(name).matches()) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "A header cannot hold such characters")
                    .detail("ArgumentName", name);
        }
    }

    private static boolean hasControl(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return true;
            }
        }
        return false;
    }

    /// @throws Failed `MetadataTooLarge`
    public static void requireFitting(Map<String, String> user) {
        int bytes =
                user.entrySet().stream()
                        .mapToInt(each -> utf8(each.getKey()) + utf8(each.getValue()))
                        .sum();
        if (bytes > MAX_USER_BYTES) {
            throw new Failed(
                            ErrorCode.METADATA_TOO_LARGE,
                            "Your metadata headers exceed the maximum allowed metadata size")
                    .detail("Size", Integer.toString(bytes))
                    .detail("MaxSizeAllowed", Integer.toString(MAX_USER_BYTES));
        }
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// @throws Failed `InvalidStorageClass`
    public static void requireClass(String name) {
        if (!CLASSES.contains(name)) {
            throw new Failed(
                            ErrorCode.INVALID_STORAGE_CLASS,
                            "The storage class you specified is not valid")
                    .detail("StorageClassRequested", name);
        }
    }
}
