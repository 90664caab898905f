package dev.varve.server.http.helidon;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import io.helidon.http.HttpPrologue;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a request line asks for, byte for byte. A target that names the host as well (as proxies
/// send it) loses that part.
///
/// @param authority the host it names, null in the usual form
/// @param problem why it is no good; the rest is then for the log only
record Target(String path, String query, @Nullable String authority, @Nullable Failed problem) {
    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?#]*)(.*)");

    static Target of(HttpPrologue prologue) {
        String path = prologue.uriPath().rawPath();
        String query = prologue.query().rawValue();
        if (path.startsWith("/")) {
            return checked(path, query, null, prologue);
        }
        Matcher absolute = ABSOLUTE.matcher(path);
        if (absolute.matches()) {
            String rest = absolute.group(2);
            return checked(
                    rest.isEmpty() ? "/" : rest,
                    query,
                    absolute.group(1).toLowerCase(Locale.ROOT),
                    prologue);
        }
        return checked(path, query, null, prologue);
    }

    private static Target checked(
            String path, String query, @Nullable String authority, HttpPrologue prologue) {
        boolean rooted = path.startsWith("/") || path.equals("*");
        boolean plain = isAscii(path) && isAscii(query) && !prologue.fragment().hasValue();
        return new Target(
                path,
                query,
                authority,
                rooted && plain
                        ? null
                        : new Failed(
                                ErrorCode.INVALID_URI,
                                rooted
                                        ? "The URI has characters that must be escaped"
                                        : "The URI does not begin with a slash"));
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }
}
