package dev.varve.server.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.FakeRequest;
import dev.varve.server.http.HttpRequest;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.http.Share;
import org.junit.jupiter.api.Test;

class ElsewhereTest {
    private static final Concern ANY = new Concern.OfRange("b", "");
    private static final Concern BATCH = new Concern.InBody(10, ANY, true, _ -> Concern.HERE);
    private static final Concern WHOLE = new Concern.InBody(10, ANY, _ -> Concern.HERE);

    private static HttpRequest share(Share share) {
        FakeRequest request = FakeRequest.builder("POST", "/b?delete").build();
        return Shared.of(request, new byte[0], share);
    }

    private static int asked(Share share, Concern concern) {
        try (Elsewhere elsewhere = Elsewhere.nowhere()) {
            return elsewhere.answer(share(share), concern, _ -> HttpResponse.of(200)).status();
        }
    }

    private static ErrorCode refused(Share share, Concern concern) {
        return catchThrowableOfType(Failed.class, () -> asked(share, concern)).code();
    }

    @Test
    void onlyWhatKnowsOfSharesIsAskedForOne() {
        Share some = Share.parse("01");
        assertThat(asked(some, BATCH)).isEqualTo(200);
        assertThat(refused(some, WHOLE)).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refused(some, Concern.HERE)).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(asked(Share.ALL, WHOLE)).isEqualTo(200);
    }

    @Test
    void aShareThatCannotBeBelievedIsRefused() {
        assertThat(refused(Share.NONE, BATCH)).isEqualTo(ErrorCode.INVALID_REQUEST);
    }
}
