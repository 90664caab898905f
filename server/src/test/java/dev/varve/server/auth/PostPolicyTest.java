package dev.varve.server.auth;

import static dev.varve.server.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who posted a form, and that nobody else could have.
class PostPolicyTest {
    private static final Map<String, String> FIELDS = Map.of("key", "foo.txt", "acl", "private");
    private static final String CONDITIONS =
            "{\"bucket\": \"b\"}, [\"starts-with\", \"$key\", \"foo\"], {\"acl\": \"private\"}";
    private static final String V4_CONDITIONS =
            CONDITIONS
                    + ", {\"x-amz-algorithm\": \"AWS4-HMAC-SHA256\"}, [\"starts-with\","
                    + " \"$x-amz-credential\", \"\"], {\"x-amz-date\": \"20130524T000000Z\"}";

    private static PostPolicy at(String now) {
        return new PostPolicy(
                Examples.users(), Examples.REGION, InstantSource.fixed(Instant.parse(now)));
    }

    private static final PostPolicy POSTS = at("2013-05-24T00:00:00Z");

    private static Failed refused(ErrorCode code, Map<String, String> form) {
        return assertRefused(code, () -> POSTS.verify("b", form));
    }

    private static Map<String, String> changed(
            Map<String, String> form, String name, String value) {
        Map<String, String> changed = new HashMap<>(form);
        if (value.isEmpty()) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return changed;
    }

    private static Map<String, String> v2() {
        return Forms.v2(Forms.policy(CONDITIONS), FIELDS);
    }

    private static Map<String, String> v4() {
        return Forms.v4(Forms.policy(V4_CONDITIONS), FIELDS);
    }

    @Test
    void findsTheOwnerOfTheKey() {
        PostPolicy.Verified expected =
                new PostPolicy.Verified(
                        new Authenticated(
                                Principal.of(Examples.USER), new Payload.Unsigned(), false),
                        LengthRange.ANY);
        assertThat(POSTS.verify("b", v2())).isEqualTo(expected);
        assertThat(POSTS.verify("b", v4())).isEqualTo(expected);
    }

    @Test
    void acceptsTheExampleOfTheDocumentation() {
        Map<String, String> form = new HashMap<>();
        form.put("key", "user/user1/photo.jpg");
        form.put("acl", "public-read");
        form.put(
                "success_action_redirect",
                "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html");
        form.put("Content-Type", "image/jpeg");
        form.put("x-amz-meta-uuid", "14365123651274");
        form.put("x-amz-server-side-encryption", "AES256");
        form.put("X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request");
        form.put("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
        form.put("X-Amz-Date", "20151229T000000Z");
        form.put("x-amz-meta-tag", "");
        form.put("Policy", AWS_POLICY);
        form.put(
                "X-Amz-Signature",
                "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e");
        PostPolicy posts = at("2015-12-29T12:00:00Z");
        assertThat(posts.verify("sigv4examplebucket", form).authenticated().principal())
                .isEqualTo(Principal.of(Examples.USER));
        assertRefused(ErrorCode.ACCESS_DENIED, () -> posts.verify("another", form));
    }

    @Test
    void takesFormsWithoutPolicyForAnonymous() {
        PostPolicy.Verified verified = POSTS.verify("b", FIELDS);
        assertThat(verified.authenticated().principal().isAnonymous()).isTrue();
        assertThat(verified.length()).isEqualTo(LengthRange.ANY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy", "signature", "AWSAccessKeyId"})
    void needsEachFieldOfVersion2(String name) {
        Failed failed = refused(ErrorCode.INVALID_ARGUMENT, changed(v2(), name, ""));
        assertThat(failed.text()).containsIgnoringCase("a field named '" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "policy",
                "x-amz-signature",
                "x-amz-credential",
                "x-amz-algorithm",
                "x-amz-date"
            })
    void needsEachFieldOfVersion4(String name) {
        refused(ErrorCode.INVALID_ARGUMENT, changed(v4(), name, ""));
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-signature, 00, SIGNATURE_DOES_NOT_MATCH",
        "policy, e30=, SIGNATURE_DOES_NOT_MATCH",
        "policy, '%', SIGNATURE_DOES_NOT_MATCH",
        "x-amz-algorithm, AWS4-HMAC-SHA1, INVALID_ARGUMENT",
        "x-amz-credential, x, AUTHORIZATION_QUERY_PARAMETERS_ERROR",
        "x-amz-credential, K/20130524/us-east-1/s3/aws4_request, INVALID_ACCESS_KEY_ID",
        "x-amz-credential, K/20130524/eu-west-1/s3/aws4_request, AUTHORIZATION_QUERY_PARAMETERS_ERROR",
        "x-amz-date, 20130525T000000Z, AUTHORIZATION_QUERY_PARAMETERS_ERROR",
        "x-amz-date, 20130524T000001Z, ACCESS_DENIED",
        "x-amz-security-token, t, INVALID_TOKEN"
    })
    void refusesChangedFieldsOfVersion4(String name, String value, ErrorCode code) {
        refused(code, changed(v4(), name, value));
    }

    @ParameterizedTest
    @CsvSource({
        "signature, FWeDfwojDSdS2Ztmpfeubhd9isU=, SIGNATURE_DOES_NOT_MATCH",
        "policy, e30=, SIGNATURE_DOES_NOT_MATCH",
        "AWSAccessKeyId, NOBODY, INVALID_ACCESS_KEY_ID"
    })
    void refusesChangedFieldsOfVersion2(String name, String value, ErrorCode code) {
        refused(code, changed(v2(), name, value));
    }

    @Test
    void refusesPoliciesThatHaveExpired() {
        assertThat(at("2013-05-24T01:00:00Z").verify("b", v2()).length())
                .isEqualTo(LengthRange.ANY);
        Failed failed =
                assertRefused(
                        ErrorCode.ACCESS_DENIED,
                        () -> at("2013-05-24T01:00:00.001Z").verify("b", v2()));
        assertThat(failed.text()).isEqualTo("Invalid according to Policy: Policy expired.");
    }

    @Test
    void refusesFieldsThatThePolicyDoesNotSpeakOf() {
        Failed failed = refused(ErrorCode.ACCESS_DENIED, changed(v2(), "x-amz-meta-a", "1"));
        assertThat(failed.text())
                .isEqualTo("Invalid according to Policy: Extra input fields: x-amz-meta-a");
        assertThat(POSTS.verify("b", changed(v2(), "x-ignore-a", "1")).length())
                .isEqualTo(LengthRange.ANY);
    }

    @Test
    void refusesPoliciesForAnyBucket() {
        Failed failed =
                refused(
                        ErrorCode.ACCESS_DENIED,
                        Forms.v2(
                                Forms.policy("[\"starts-with\", \"$key\", \"\"]"),
                                Map.of("key", "k")));
        assertThat(failed.text()).endsWith("Extra input fields: bucket");
    }

    @Test
    void goesByTheBucketOfTheUrl() {
        Map<String, String> form = changed(v2(), "bucket", "b");
        assertRefused(ErrorCode.ACCESS_DENIED, () -> POSTS.verify("other", form));
    }

    @Test
    void refusesAFieldInTwoSpellings() {
        refused(ErrorCode.MALFORMED_POST_REQUEST, changed(v2(), "Key", "elsewhere"));
    }

    @Test
    void refusesPoliciesBeyondTheLimit() {
        refused(
                ErrorCode.INVALID_POLICY_DOCUMENT,
                Forms.v2(" ".repeat(20 * 1024) + Forms.policy(CONDITIONS), FIELDS));
    }

    private static final String AWS_POLICY =
            "eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsN"
                    + "CiAgICB7ImJ1Y2tldCI6ICJzaWd2NGV4YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRo"
                    + "IiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAgICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9LA0K"
                    + "ICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tl"
                    + "dC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0YXJ0"
                    + "cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAgeyJ4LWFtei1tZXRhLXV1"
                    + "aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZlci1zaWRlLWVuY3J5cHRp"
                    + "b24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAi"
                    + "Il0sDQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAx"
                    + "NTEyMjkvdXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGht"
                    + "IjogIkFXUzQtSE1BQy1TSEEyNTYifSwNCiAgICB7IngtYW16LWRhdGUiOiAiMjAxNTEyMjlUMDAw"
                    + "MDAwWiIgfQ0KICBdDQp9";
}
