package dev.varve.server.auth;

import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.QueryString;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;

/// Signature Version 2, in the header or in the query. It says nothing of the body.
final class SignatureV2 {
    private static final String ACCESS_KEY = "AWSAccessKeyId";
    private static final String EXPIRES = "Expires";
    private static final String SIGNATURE = "Signature";
    private static final long LATEST = Instant.MAX.getEpochSecond();

    private final Keys keys;
    private final V2Text texts;

    SignatureV2(Keys keys, VirtualHosts hosts) {
        this.keys = keys;
        this.texts = new V2Text(hosts);
    }

    static boolean isIn(QueryString query) {
        return query.has(ACCESS_KEY) || query.has(SIGNATURE);
    }

    /// @param credentials of the header, `key:signature`
    Authenticated fromHeader(HttpRequest request, String credentials) {
        int colon = credentials.lastIndexOf(':');
        if (colon <= 0) {
            throw Denied.argument(
                    "AWS authorization header is invalid.  Expected AwsAccessKeyId:signature",
                    "Authorization");
        }
        User user = keys.user(credentials.substring(0, colon).strip());
        keys.requireFresh(RequestTime.of(request.headers()).orElseThrow(Denied::noDate));
        boolean hasOwnDate = request.headers().has("x-amz-date");
        String date = hasOwnDate ? "" : request.headers().get("date", "");
        Authenticated authenticated =
                verify(request, user, date, credentials.substring(colon + 1).strip(), false);
        requireNoHeadersInQuery(request.query());
        return authenticated;
    }

    /// They are signed as if they were headers: whoever is on the way could take a header out of the
    /// request by putting it where it is not read.
    private static void requireNoHeadersInQuery(QueryString query) {
        for (QueryString.Parameter each : query.parameters()) {
            if (each.name().toLowerCase(Locale.ROOT).startsWith("x-amz-")) {
                throw Denied.argument(
                        "Headers that are signed in a header cannot be in the query", each.name());
            }
        }
    }

    Authenticated fromQuery(HttpRequest request) {
        QueryString query = request.query();
        if (!query.has(ACCESS_KEY) || !query.has(SIGNATURE) || !query.has(EXPIRES)) {
            throw Denied.access(
                    "Query-string authentication requires the Signature, Expires and"
                            + " AWSAccessKeyId parameters");
        }
        User user = keys.user(query.get(ACCESS_KEY, ""));
        String expires = query.get(EXPIRES, "");
        keys.requireValid(Instant.MIN, end(expires));
        return verify(request, user, expires, query.get(SIGNATURE, ""), true);
    }

    private static Instant end(String expires) {
        try {
            return Instant.ofEpochSecond(Math.clamp(Long.parseLong(expires), 0, LATEST));
        } catch (NumberFormatException e) {
            throw Denied.access("Invalid date (should be seconds since epoch): " + expires);
        }
    }

    private Authenticated verify(
            HttpRequest request, User user, String date, String signature, boolean query) {
        keys.refuseToken(request);
        String stringToSign = texts.toSign(request, date);
        Payload payload =
                ContentHash.payload(
                        request.headers().get(ContentHash.HEADER, ContentHash.UNSIGNED), null);
        if (!Hmac.matches(sign(user, stringToSign), signature)
                && !Hmac.matches(sign(user, texts.toSignOfBucket(request, date)), signature)) {
            throw Denied.signature(user.accessKey(), stringToSign, signature);
        }
        return new Authenticated(Principal.of(user), payload, query);
    }

    static String sign(User user, String text) {
        byte[] hash = Hmac.sha1(Hmac.utf8(user.secretKey()), text);
        return Base64.getEncoder().encodeToString(hash);
    }
}
