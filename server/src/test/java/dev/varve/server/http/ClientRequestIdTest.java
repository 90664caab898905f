package dev.varve.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientRequestIdTest {
    private static Headers sent(String... ids) {
        Headers headers = new Headers();
        for (String id : ids) {
            headers.add("X-Request-Id", id);
        }
        return headers;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "550e8400-e29b-41d4-a716-446655440000",
                "Root=1-67891233-abcdef012345678912345678",
                "a.b_c:d/e+f="
            })
    void takesWhatClientsSend(String id) {
        assertThat(ClientRequestId.in(sent(id))).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a b", "a\"b", "a,b", "<a>", "a\u0000", "a\\u", "\u00e4", "a;b"})
    void ignoresWhatCouldBeTakenForSomethingElse(String id) {
        assertThat(ClientRequestId.in(sent(id))).isEmpty();
    }

    @Test
    void ignoresLongOnesAndSeveral() {
        assertThat(ClientRequestId.in(sent("a".repeat(100)))).isPresent();
        assertThat(ClientRequestId.in(sent("a".repeat(101)))).isEmpty();
        assertThat(ClientRequestId.in(sent("a", "a"))).isEmpty();
        assertThat(ClientRequestId.in(sent())).isEmpty();
    }

    @Test
    void standsBehindOurOwnWhereItIsRecorded() {
        HttpRequest without = FakeRequest.builder("GET", "/").build();
        assertThat(without.recordedId()).isEqualTo(without.id());
        HttpRequest with = FakeRequest.builder("GET", "/").header("x-request-id", "t-1").build();
        assertThat(with.recordedId()).isEqualTo(with.id() + "/t-1");
    }
}
