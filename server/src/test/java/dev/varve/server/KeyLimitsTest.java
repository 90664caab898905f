package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.Authenticator;
import dev.varve.server.auth.LengthRange;
import dev.varve.server.auth.Payload;
import dev.varve.server.auth.PostPolicy;
import dev.varve.server.auth.Principal;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.FakeRequest;
import dev.varve.server.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyLimitsTest {
    private static final HttpRequest REQUEST = FakeRequest.builder("GET", "/").build();
    private static final Principal EVE = new Principal("eve", "Eve", false, Optional.empty());
    private static final Authenticated KNOWN =
            new Authenticated(EVE, new Payload.Unsigned(), false);

    private final List<String> asked = new ArrayList<>();

    @Test
    void countsWhoeverAskedOnceThatIsKnown() {
        KeyLimits limits = new KeyLimits(request -> KNOWN, asked::add, Unlimited.NOBODY);
        assertThat(limits.authenticate(REQUEST)).isEqualTo(KNOWN);
        assertThat(asked).containsExactly("eve");
    }

    @Test
    void tellsThemToSlowDown() {
        KeyLimits limits = new KeyLimits(request -> KNOWN, key -> false, Unlimited.NOBODY);
        assertThatThrownBy(() -> limits.authenticate(REQUEST))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> {
                            assertThat(failed.code()).isEqualTo(ErrorCode.SLOW_DOWN);
                            assertThat(failed.headers().first("retry-after")).contains("1");
                        });
    }

    @Test
    void countsNobodyWhoseSignatureIsWrong() {
        Authenticator refusing =
                request -> {
                    throw new Failed(ErrorCode.SIGNATURE_DOES_NOT_MATCH, "no");
                };
        KeyLimits limits = new KeyLimits(refusing, asked::add, Unlimited.NOBODY);
        assertThatThrownBy(() -> limits.authenticate(REQUEST)).isInstanceOf(Failed.class);
        assertThat(asked).isEmpty();
    }

    @Test
    void countsFormsLikeOtherRequests() {
        PostPolicy.Verified verified = new PostPolicy.Verified(KNOWN, LengthRange.ANY);
        PostPolicy.Forms forms =
                KeyLimits.of((request, bucket, fields) -> verified, asked::add, Unlimited.NOBODY);
        assertThat(forms.verify(REQUEST, "bucket", Map.of())).isEqualTo(verified);
        assertThat(asked).containsExactly("eve");
        PostPolicy.Forms refused =
                KeyLimits.of((request, bucket, fields) -> verified, key -> false, Unlimited.NOBODY);
        assertThatThrownBy(() -> refused.verify(REQUEST, "bucket", Map.of()))
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.SLOW_DOWN));
    }
}
