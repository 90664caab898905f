package dev.varve.server.auth;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/// The refusals that several kinds of signature share, in the words of S3.
final class Denied {
    /// Clients compare the canonical request with their own; keys of theirs need no echo for that.
    private static final Pattern SECRETS =
            Pattern.compile("(?m)^(x-amz-[a-z-]*customer-key|x-amz-security-token):.*$");

    /// Where refusals name the key that was used.
    static final String KEY = "AWSAccessKeyId";

    private Denied() {}

    static Failed unknownKey(String accessKey) {
        return new Failed(
                        ErrorCode.INVALID_ACCESS_KEY_ID,
                        "The AWS Access Key Id you provided does not exist in our records.")
                .detail(KEY, accessKey);
    }

    static Failed expiredKey(String accessKey) {
        return new Failed(
                        ErrorCode.INVALID_ACCESS_KEY_ID,
                        "The AWS Access Key Id you provided has expired.")
                .detail(KEY, accessKey);
    }

    static Failed signature(String accessKey, String stringToSign, String provided) {
        return new Failed(
                        ErrorCode.SIGNATURE_DOES_NOT_MATCH,
                        "The request signature we calculated does not match the signature you"
                                + " provided. Check your key and signing method.")
                .detail(KEY, accessKey)
                .detail("StringToSign", withoutSecrets(stringToSign))
                .detail("SignatureProvided", provided);
    }

    static Failed signature(
            String accessKey, String stringToSign, String provided, String canonicalRequest) {
        return signature(accessKey, stringToSign, provided)
                .detail("CanonicalRequest", withoutSecrets(canonicalRequest));
    }

    private static String withoutSecrets(String text) {
        return SECRETS.matcher(text).replaceAll("$1:(hidden)");
    }

    static Failed skewed(Instant requested, Instant now, Duration allowed) {
        return new Failed(
                        ErrorCode.REQUEST_TIME_TOO_SKEWED,
                        "The difference between the request time and the current time is too"
                                + " large.")
                .detail("RequestTime", RequestTime.basic(requested))
                .detail("ServerTime", now.toString())
                .detail("MaxAllowedSkewMilliseconds", Long.toString(allowed.toMillis()));
    }

    static Failed expired(Instant end, Instant now) {
        return access("Request has expired")
                .detail("Expires", end.toString())
                .detail("ServerTime", now.toString());
    }

    static Failed noDate() {
        return access("AWS authentication requires a valid Date or x-amz-date header");
    }

    static Failed notSigned(String headers) {
        return access("There were headers present in the request which were not signed")
                .detail("HeadersNotSigned", headers);
    }

    static Failed access(String why) {
        return new Failed(ErrorCode.ACCESS_DENIED, why);
    }

    static Failed asymmetric() {
        return new Failed(
                ErrorCode.NOT_IMPLEMENTED,
                "Signatures with asymmetric keys (SigV4a) are not known");
    }

    /// All keys here are static ones: no token belongs to them.
    static Failed token() {
        return new Failed(
                ErrorCode.INVALID_TOKEN, "The provided token is malformed or otherwise invalid.");
    }

    static Failed argument(String why, String name) {
        return new Failed(ErrorCode.INVALID_ARGUMENT, why).detail("ArgumentName", name);
    }
}
