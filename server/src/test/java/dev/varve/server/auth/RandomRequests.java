package dev.varve.server.auth;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import software.amazon.awssdk.http.SdkHttpRequest;

/// Requests with everything in them that encoders and signers get wrong.
final class RandomRequests {
    private static final List<String> METHODS = List.of("GET", "PUT", "POST", "DELETE", "HEAD");
    private static final List<String> PIECES =
            List.of(
                    "a",
                    "B",
                    "7",
                    "/",
                    "//",
                    ".",
                    "..",
                    "/../",
                    "/./",
                    "%",
                    "%2F",
                    "%20",
                    "+",
                    " ",
                    "  ",
                    "&",
                    "=",
                    "?",
                    "#",
                    ";",
                    ":",
                    "@",
                    "!",
                    "$",
                    "'",
                    "(",
                    ")",
                    "*",
                    ",",
                    "[",
                    "]",
                    "~",
                    "-",
                    "_",
                    "|",
                    "\\",
                    "^",
                    "`",
                    "{",
                    "}",
                    "\"",
                    "<",
                    ">",
                    "\0",
                    "\n",
                    "\t",
                    "\u007f",
                    "ä",
                    "é",
                    "e\u0301",
                    "日本",
                    "\uffff",
                    "\ufffd",
                    "😀",
                    "\ud800\udc00");
    private static final List<String> PARAMETERS =
            List.of(
                    "uploads",
                    "prefix",
                    "delimiter",
                    "list-type",
                    "versionId",
                    "partNumber",
                    "tagging",
                    "x-id",
                    "response-content-type",
                    "a",
                    "a-",
                    "A",
                    "a/b",
                    "ä",
                    "z z",
                    "max-keys");
    private static final List<String> HEADERS =
            List.of(
                    "content-type",
                    "range",
                    "if-match",
                    "cache-control",
                    "x-amz-meta-a",
                    "X-Amz-Meta-B",
                    "x-amz-acl",
                    "x-amz-copy-source",
                    "x-amz-tagging",
                    "x-amz-checksum-mode",
                    "content-md5");
    private static final String IN_HEADERS = "abc XYZ 019 !\"#$%&'()*+,-./:;<=>?@[]^_`{|}~  \t  ";

    private final Random random;

    RandomRequests(Random random) {
        this.random = random;
    }

    SdkHttpRequest next() {
        return SdkSigner.request(pick(METHODS), text(1, 12), query(), headers());
    }

    byte[] body() {
        byte[] body = new byte[random.nextInt(200)];
        random.nextBytes(body);
        return body;
    }

    private Map<String, List<String>> query() {
        Map<String, List<String>> query = new TreeMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            query.computeIfAbsent(pick(PARAMETERS), _ -> new ArrayList<>())
                    .add(random.nextInt(4) == 0 ? "" : text(1, 6));
        }
        return query;
    }

    /// A header that means one thing comes once; in two lines it is refused.
    private Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new TreeMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            String name = pick(HEADERS);
            if (!headers.containsKey(name) || name.toLowerCase(Locale.ROOT).contains("meta")) {
                headers.computeIfAbsent(name, _ -> new ArrayList<>()).add(headerValue());
            }
        }
        return headers;
    }

    private String headerValue() {
        StringBuilder value = new StringBuilder("v");
        for (int i = random.nextInt(30); i > 0; i--) {
            value.append(IN_HEADERS.charAt(random.nextInt(IN_HEADERS.length())));
        }
        return value.toString().strip();
    }

    private String text(int least, int most) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(least, most + 1); i > 0; i--) {
            text.append(pick(PIECES));
        }
        return text.toString();
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
