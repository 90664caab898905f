package dev.varve.server.auth;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.HttpRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Authenticates forms that browsers post: a policy, signed by who owns a key, says what the form may
/// hold.
public final class PostPolicy {
    /// S3 takes no more than this for all fields together.
    private static final int LONGEST_POLICY = 20 * 1024;

    private static final String POLICY = "policy";
    private static final String V4_ALGORITHM = "x-amz-algorithm";
    private static final String V4_CREDENTIAL = "x-amz-credential";
    private static final String V4_DATE = "x-amz-date";
    private static final String V4_SIGNATURE = "x-amz-signature";
    private static final String V2_ACCESS_KEY = "awsaccesskeyid";
    private static final String V2_SIGNATURE = "signature";
    private static final Set<String> V4 = Set.of(V4_ALGORITHM, V4_CREDENTIAL, V4_SIGNATURE);
    private static final Set<String> V2 = Set.of(V2_ACCESS_KEY, V2_SIGNATURE);

    private final Keys keys;
    private final String region;
    private final SigningKeys signingKeys = new SigningKeys();

    /// A form that its policy allows.
    ///
    /// @param length what the file may be long; for the caller to check
    public record Verified(Authenticated authenticated, LengthRange length) {}

    /// Finds out who sent a form, and whether they may.
    @FunctionalInterface
    public interface Forms {
        /// See [PostPolicy#verify].
        ///
        /// @param request that the form came in
        Verified verify(HttpRequest request, String bucket, Map<String, String> fields);
    }

    public PostPolicy(Users users, String region, InstantSource clock) {
        this.keys = new Keys(users, clock, Duration.ZERO);
        this.region = region;
    }

    /// A form without policy is from nobody.
    ///
    /// @param bucket of the URL; the form cannot say another
    /// @param fields of the form but the file, as they will be used: `${filename}` replaced
    /// @throws Failed when the signature is wrong or the policy does not allow these fields
    public Verified verify(String bucket, Map<String, String> fields) {
        TreeMap<String, String> form = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        form.putAll(fields);
        if (form.size() != fields.size()) {
            throw new Failed(ErrorCode.MALFORMED_POST_REQUEST, "The form has a field twice");
        }
        form.put("bucket", bucket);
        boolean v4 = V4.stream().anyMatch(form::containsKey);
        if (!v4 && !form.containsKey(POLICY) && V2.stream().noneMatch(form::containsKey)) {
            return new Verified(of(Principal.ANONYMOUS), LengthRange.ANY);
        }
        String policy = field(form, POLICY);
        if (policy.length() > LONGEST_POLICY) {
            throw PolicyDocument.invalid("it is too long");
        }
        if (!form.getOrDefault("x-amz-security-token", "").isBlank()) {
            throw Denied.token();
        }
        User user = v4 ? signedV4(form, policy) : signedV2(form, policy);
        PolicyDocument document = PolicyDocument.parse(decode(policy));
        document.requireAllows(form, keys.clock().instant());
        return new Verified(of(Principal.of(user)), document.length());
    }

    private static Authenticated of(Principal principal) {
        return new Authenticated(principal, new Payload.Unsigned(), false);
    }

    private User signedV4(Map<String, String> form, String policy) {
        String algorithm = field(form, V4_ALGORITHM);
        if (!algorithm.equals(SignatureV4.ALGORITHM)) {
            throw Denied.argument(
                    "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"", "X-Amz-Algorithm");
        }
        Credential credential = Place.QUERY.credential(field(form, V4_CREDENTIAL));
        Place.QUERY.requireScope(credential, region);
        Place.QUERY.requireDay(credential, field(form, V4_DATE));
        User user = keys.user(credential.accessKey());
        String expected = signingKeys.of(user, credential).sign(policy);
        require(expected, field(form, V4_SIGNATURE), user, policy);
        return user;
    }

    private User signedV2(Map<String, String> form, String policy) {
        User user = keys.user(field(form, V2_ACCESS_KEY));
        require(SignatureV2.sign(user, policy), field(form, V2_SIGNATURE), user, policy);
        return user;
    }

    private static void require(String expected, String provided, User user, String policy) {
        if (!Hmac.matches(expected, provided)) {
            throw Denied.signature(user.accessKey(), policy, provided);
        }
    }

    private static String field(Map<String, String> form, String name) {
        String value = form.get(name);
        if (value == null || value.isEmpty()) {
            throw Denied.argument("Bucket POST must contain a field named '" + name + "'.", name);
        }
        return value;
    }

    private static byte[] decode(String policy) {
        try {
            return Base64.getDecoder().decode(policy.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw PolicyDocument.invalid("it is not Base64");
        }
    }
}
