package dev.varve.server.auth;

import static dev.varve.server.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.FakeRequest;
import dev.varve.server.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// With one failure allowed to each key and ten to each address, which key a failure was counted for shows.
class GuardedLoginsTest {
    private static final Principal ANN =
            new Principal("ann", "", Rights.NONE, Optional.of("KEY"), Optional.empty());
    private static final Authenticated KNOWN =
            new Authenticated(ANN, new Payload.Unsigned(), false);

    private final LoginGuard guard = new LoginGuard(1, 10, () -> 0);
    private final List<Principal> used = new ArrayList<>();
    private boolean right;

    private Authenticated answer() {
        if (right) {
            return KNOWN;
        }
        throw new Failed(ErrorCode.SIGNATURE_DOES_NOT_MATCH, "no");
    }

    private Authenticated login(String authorization, String query) {
        FakeRequest.Builder request = FakeRequest.builder("GET", "/v1?" + query);
        return send(
                authorization.isEmpty()
                        ? request.build()
                        : request.header("authorization", authorization).build());
    }

    private Authenticated send(HttpRequest request) {
        return new GuardedLogins(ignored -> answer(), guard, used::add).authenticate(request);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    AWS4-HMAC-SHA256 Credential=KEY/d/r/s3/aws4_request, Signature=x | a=b
                    AWS KEY:signature                                                | a=b
                    Basic S0VZOnNlY3JldA==                                           | a=b
                    Bearer KEY:secret                                                | a=b
                    ''                                   | X-Amz-Credential=KEY%2Fd%2Fr%2Fs3%2Faws4_request
                    ''                                   | AWSAccessKeyId=KEY&Signature=x
                    """)
    void findsTheKeyWhereverItIs(String authorization, String query) {
        right = true;
        assertThat(login(authorization, query)).isEqualTo(KNOWN);
        assertThat(used).containsExactly(ANN);
        right = false;
        assertRefused(ErrorCode.SIGNATURE_DOES_NOT_MATCH, () -> login(authorization, query));
        assertRefused(ErrorCode.SLOW_DOWN, () -> login(authorization, query));
        // From another address: the key is what failed before.
        FakeRequest.Builder elsewhere =
                FakeRequest.builder("GET", "/v1?" + query).from("192.0.2.99");
        HttpRequest request =
                authorization.isEmpty()
                        ? elsewhere.build()
                        : elsewhere.header("authorization", authorization).build();
        assertRefused(ErrorCode.SLOW_DOWN, () -> send(request));
        right = true;
        assertThat(
                        send(
                                FakeRequest.builder("GET", "/v1?" + query)
                                        .from("192.0.2.98")
                                        .header(
                                                "authorization",
                                                authorization.isEmpty() ? "x" : authorization)
                                        .build()))
                .isEqualTo(KNOWN);
    }

    @Test
    void letsThoseReadOnWhoShowNothing() {
        right = false;
        assertRefused(ErrorCode.SIGNATURE_DOES_NOT_MATCH, () -> login("Bearer KEY:x", "a=b"));
        right = true;
        assertThat(login("", "a=b")).isEqualTo(KNOWN);
        assertRefused(ErrorCode.SLOW_DOWN, () -> login("Bearer OTHER:x", "a=b"));
        assertThat(used).isEmpty();
    }

    @Test
    void guardsForms() {
        PostPolicy.Verified verified = new PostPolicy.Verified(KNOWN, LengthRange.ANY);
        PostPolicy.Forms forms =
                GuardedLogins.of(
                        (request, bucket, fields) -> {
                            answer();
                            return verified;
                        },
                        guard,
                        used::add);
        HttpRequest request = FakeRequest.builder("POST", "/bucket").build();
        right = true;
        for (Map<String, String> fields :
                List.of(
                        Map.of("X-Amz-Credential", "KEY/d/r/s3/aws4_request"),
                        Map.of("AWSAccessKeyId", "KEY"))) {
            assertThat(forms.verify(request, "bucket", fields)).isEqualTo(verified);
        }
        assertThat(used).containsExactly(ANN, ANN);
        right = false;
        assertRefused(
                ErrorCode.SIGNATURE_DOES_NOT_MATCH,
                () -> forms.verify(request, "bucket", Map.of("AWSAccessKeyId", "KEY")));
        assertRefused(
                ErrorCode.SLOW_DOWN,
                () -> forms.verify(request, "bucket", Map.of("AWSAccessKeyId", "OTHER")));
        right = true;
        assertThat(forms.verify(request, "bucket", Map.of())).isEqualTo(verified);
    }
}
