package dev.varve.server.auth;

import dev.varve.server.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// Takes every signature S3 takes, and no signature at all.
public final class SignatureAuthenticator implements Authenticator {
    private static final String HEADER = "authorization";
    private static final String V4A = "AWS4-ECDSA-P256-SHA256";
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
        if (claims == 0) {
            return anonymous(request);
        }
        if (v4Query) {
            return v4.fromQuery(request);
        }
        return v2Query ? v2.fromQuery(request) : fromHeader(request);
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
