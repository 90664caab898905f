package dev.varve.server.webhooks;

import dev.varve.server.store.Webhooks;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The headers that a receiver checks, as Standard Webhooks has them.
final class Signatures {
    private static final String HMAC = "HmacSHA256";

    private Signatures() {}

    /// @param secrets each signs; the one in use first
    static Map<String, String> headers(String id, Instant now, byte[] body, List<String> secrets) {
        String timestamp = Long.toString(now.getEpochSecond());
        byte[] before = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", timestamp);
        headers.put(
                "webhook-signature",
                secrets.stream()
                        .map(secret -> "v1," + sign(Webhooks.bytes(secret), before, body))
                        .collect(Collectors.joining(" ")));
        return headers;
    }

    private static String sign(byte[] key, byte[] before, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            mac.update(before);
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }
}
