package dev.varve.server.auth;

import dev.varve.server.auth.SigningKeys.SigningKey;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import java.time.Instant;

/// Signature Version 4, in the header or in the query.
final class SignatureV4 {
    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    /// The region clients sign for when they ask which one it is.
    private static final String FIRST_REGION = "us-east-1";

    private final Keys keys;
    private final String region;
    private final SigningKeys signingKeys = new SigningKeys();

    /// What is to be verified, wherever it stood.
    private record Claim(
            Credential credential, String timestamp, SignedHeaders headers, String signature) {}

    SignatureV4(Keys keys, String region) {
        this.keys = keys;
        this.region = region;
    }

    /// @param components of the header, behind the name of the algorithm
    Authenticated fromHeader(HttpRequest request, String components) {
        AuthorizationHeader header = AuthorizationHeader.parse(components);
        Place.HEADER.requireScope(header.credential(), regionFor(request, header.credential()));
        User user = keys.user(header.credential().accessKey());
        Instant time = RequestTime.of(request.headers()).orElseThrow(Denied::noDate);
        String timestamp = RequestTime.basic(time);
        Place.HEADER.requireDay(header.credential(), timestamp);
        keys.requireFresh(time);
        String contentHash =
                request.headers()
                        .first(ContentHash.HEADER)
                        .orElseThrow(() ->
                                new Failed(
                                        ErrorCode.INVALID_REQUEST,
                                        "Missing required header for this request: "
                                                + ContentHash.HEADER));
        SignedHeaders headers = SignedHeaders.parse(header.signedHeaders(), Place.HEADER);
        headers.requireAll(request.headers(), "");
        Claim claim = new Claim(header.credential(), timestamp, headers, header.signature());
        return new Authenticated(
                Principal.of(user), verify(request, user, claim, contentHash), false);
    }

    Authenticated fromQuery(HttpRequest request) {
        Presigned presigned = Presigned.parse(request.query());
        Credential credential = presigned.credential();
        Place.QUERY.requireScope(credential, regionFor(request, credential));
        User user = keys.user(credential.accessKey());
        Place.QUERY.requireDay(credential, presigned.timestamp());
        keys.requireValid(presigned.time(), presigned.time().plus(presigned.validity()));
        String inHeader = request.headers().get(ContentHash.HEADER, ContentHash.UNSIGNED);
        String contentHash = request.query().get("X-Amz-Content-Sha256", inHeader);
        SignedHeaders headers = SignedHeaders.parse(presigned.signedHeaders(), Place.QUERY);
        // The hash is a line of its own in what is signed: its header need not be.
        headers.requireAll(
                request.headers(), inHeader.equals(contentHash) ? ContentHash.HEADER : "");
        Claim claim = new Claim(credential, presigned.timestamp(), headers, presigned.signature());
        return new Authenticated(
                Principal.of(user), verify(request, user, claim, contentHash), true);
    }

    private String regionFor(HttpRequest request, Credential credential) {
        boolean asksForRegion =
                request.method().equals("GET")
                        && credential.region().equals(FIRST_REGION)
                        && request.query().has("location");
        return asksForRegion ? FIRST_REGION : region;
    }

    private Payload verify(HttpRequest request, User user, Claim claim, String contentHash) {
        keys.refuseToken(request);
        String scope = claim.credential.scope();
        String canonical = CanonicalRequest.of(request, claim.headers, contentHash);
        String stringToSign =
                String.join("\n", ALGORITHM, claim.timestamp, scope, Hmac.hexOf(canonical));
        SigningKey key = signingKeys.of(user, claim.credential);
        String expected = key.sign(stringToSign);
        Payload payload =
                ContentHash.payload(
                        contentHash, new ChunkChain(key, claim.timestamp, scope, expected));
        if (!Hmac.matches(expected, claim.signature)) {
            throw Denied.signature(user.accessKey(), stringToSign, claim.signature, canonical);
        }
        return payload;
    }
}
