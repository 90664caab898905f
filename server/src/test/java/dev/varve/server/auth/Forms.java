package dev.varve.server.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/// Signed forms as browsers post them.
final class Forms {
    private static final String CREDENTIAL =
            Examples.USER.accessKey() + "/20130524/us-east-1/s3/aws4_request";

    private Forms() {}

    static Map<String, String> v2(String policy, Map<String, String> fields) {
        String encoded = encode(policy);
        Map<String, String> form = new HashMap<>(fields);
        form.put("AWSAccessKeyId", Examples.USER.accessKey());
        form.put("policy", encoded);
        form.put("signature", SignatureV2.sign(Examples.USER, encoded));
        return form;
    }

    /// @param policy its conditions on the signature itself are for the caller to write
    static Map<String, String> v4(String policy, Map<String, String> fields) {
        String encoded = encode(policy);
        Credential credential = Credential.parse(CREDENTIAL).orElseThrow();
        Map<String, String> form = new HashMap<>(fields);
        form.put("x-amz-algorithm", "AWS4-HMAC-SHA256");
        form.put("x-amz-credential", CREDENTIAL);
        form.put("x-amz-date", "20130524T000000Z");
        form.put("policy", encoded);
        form.put("x-amz-signature", new SigningKeys().of(Examples.USER, credential).sign(encoded));
        return form;
    }

    /// A policy that ends an hour later.
    static String policy(String conditions) {
        return "{\"expiration\": \"2013-05-24T01:00:00.000Z\", \"conditions\": ["
                + conditions
                + "]}";
    }

    private static String encode(String policy) {
        return Base64.getEncoder().encodeToString(policy.getBytes(StandardCharsets.UTF_8));
    }
}
