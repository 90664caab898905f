package dev.varve.server.auth;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Headers;
import dev.varve.server.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Takes every signature S3 takes, and no signature at all.
public final class SignatureAuthenticator implements Authenticator {
    private static final String HEADER = "authorization";
    private static final String V4A = "AWS4-ECDSA-P256-SHA256";

    /// Means the same in several lines as in one with commas.
    private static final Pattern LIST =
            Pattern.compile("(?i)x-amz-(meta-.*|trailer|(optional-)?object-attributes)");

    private final SignatureV4 v4;
    private final SignatureV2 v2;

    public SignatureAuthenticator(
            Users users, String region, InstantSource clock, Duration allowedSkew) {
        this(users, region, clock, allowedSkew, List.of());
    }

    /// @param domains below which host names are buckets, as SigV2 signs the bucket
    public SignatureAuthenticator(
            Users users,
            String region,
            InstantSource clock,
            Duration allowedSkew,
            List<String> domains) {
        Keys keys = new Keys(users, clock, allowedSkew);
        v4 = new SignatureV4(keys, region);
        v2 = new SignatureV2(keys, new VirtualHosts(domains));
    }

    @Override
    public Authenticated authenticate(HttpRequest request) {
        boolean v4Query = Presigned.isIn(request.query());
        boolean v2Query = SignatureV2.isIn(request.query());
        int claims = request.headers().all(HEADER).size() + (v4Query ? 1 : 0) + (v2Query ? 1 : 0);
        if (claims > 1) {
            throw Denied.argument(
                    "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter,"
                            + " Signature query string parameter or the Authorization header"
                            + " should be specified",
                    "Authorization");
        }
        requireSingle(request.headers());
        if (claims == 0) {
            return anonymous(request);
        }
        if (v4Query) {
            return v4.fromQuery(request);
        }
        return v2Query ? v2.fromQuery(request) : fromHeader(request);
    }

    /// A signature does not tell lines from commas: the parts of one value that is signed could be
    /// sent as values of their own.
    private static void requireSingle(Headers headers) {
        for (String name : headers.names()) {
            if (headers.all(name).size() > 1
                    && name.toLowerCase(Locale.ROOT).startsWith("x-amz-")
                    && !LIST.matcher(name).matches()) {
                throw new Failed(
                        ErrorCode.INVALID_REQUEST, "The header " + name + " is there twice");
            }
        }
    }

    private Authenticated fromHeader(HttpRequest request) {
        String header = request.headers().get(HEADER, "").strip();
        if (header.isEmpty()) {
            throw Denied.access("Access Denied");
        }
        int blank = header.indexOf(' ');
        String scheme = blank < 0 ? header : header.substring(0, blank);
        String rest = blank < 0 ? "" : header.substring(blank + 1);
        return switch (scheme) {
            case SignatureV4.ALGORITHM -> v4.fromHeader(request, rest);
            case "AWS" -> v2.fromHeader(request, rest);
            case V4A -> throw Denied.asymmetric();
            default -> throw Denied.argument("Unsupported Authorization Type", "Authorization");
        };
    }

    private static Authenticated anonymous(HttpRequest request) {
        String declared = request.headers().get(ContentHash.HEADER, ContentHash.UNSIGNED);
        return new Authenticated(Principal.ANONYMOUS, ContentHash.payload(declared, null), false);
    }
}
