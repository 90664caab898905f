package dev.varve.server.auth;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/// Takes what `/v1` takes: a key and its secret as they are, a token, or a signature of version 4 in
/// the header or the query. Version 2 signs no parameter of this API, so it is not taken.
public final class ApiAuthenticator implements Authenticator {
    private static final String V4 = SignatureV4.ALGORITHM.toLowerCase(Locale.ROOT) + " ";

    private final Authenticator signatures;
    private final Keys keys;
    private final Tokens tokens;

    public ApiAuthenticator(
            Authenticator signatures, Users users, Tokens tokens, InstantSource clock) {
        this.signatures = signatures;
        this.keys = new Keys(users, clock, Duration.ZERO);
        this.tokens = tokens;
    }

    @Override
    public Authenticated authenticate(HttpRequest request) {
        if (SignatureV2.isIn(request.query())) {
            throw unsupported("Signatures of version 2 are not taken here.");
        }
        String header = request.headers().get("authorization", "").strip();
        String lower = header.toLowerCase(Locale.ROOT);
        if (header.isEmpty() || lower.startsWith(V4)) {
            return signatures.authenticate(request);
        }
        if (request.headers().all("authorization").size() > 1 || Presigned.isIn(request.query())) {
            throw unsupported("There must be one Authorization, in the header or in the query.");
        }
        return new Authenticated(principal(header, lower), new Payload.Unsigned(), false);
    }

    private Principal principal(String header, String lower) {
        Optional<KeyAndSecret> plain = KeyAndSecret.in(header);
        if (plain.isPresent()) {
            return principal(plain.get());
        }
        if (lower.startsWith(KeyAndSecret.BEARER)) {
            return tokens.verify(header.substring(KeyAndSecret.BEARER.length()).strip());
        }
        throw unsupported("Authorization must be Basic, Bearer or AWS4-HMAC-SHA256.");
    }

    private Principal principal(KeyAndSecret plain) {
        User user = keys.user(plain.key());
        if (!Hmac.matches(user.secretKey(), plain.secret())) {
            throw new Failed(
                            ErrorCode.SIGNATURE_DOES_NOT_MATCH,
                            "The secret is not the one of this access key.")
                    .detail(Denied.KEY, plain.key());
        }
        return Principal.of(user);
    }

    private static Failed unsupported(String what) {
        return new Failed(ErrorCode.UNAUTHENTICATED, what);
    }
}
