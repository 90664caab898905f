package dev.varve.server.peer;

import dev.varve.server.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What members of a cluster show each other: it follows from the secret they share, and does not
/// give it away.
final class PeerToken {
    private static final String SCHEME = "Bearer ";
    private static final byte[] PURPOSE = "varve peer token 1".getBytes(StandardCharsets.UTF_8);

    private final String token;

    private PeerToken(String token) {
        this.token = token;
    }

    static PeerToken of(byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return new PeerToken(HexFormat.of().formatHex(mac.doFinal(PURPOSE)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }

    /// As the value of an `Authorization` header.
    String header() {
        return SCHEME + token;
    }

    boolean isIn(HttpRequest request) {
        byte[] given = request.headers().get("authorization", "").getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, header().getBytes(StandardCharsets.UTF_8));
    }
}
