package dev.varve.server.api.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.api.ApiCall;
import dev.varve.server.api.objects.BatchDeleteResource.DeleteItem;
import dev.varve.server.api.objects.BatchDeleteResource.DeleteResult;
import dev.varve.server.api.objects.BatchDeleteResource.DeleteResults;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.Share;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchDeleteSharesTest {
    private static final DeleteResult DONE = new DeleteResult("a", null, 204, null, null);

    private final BatchDeleteShares shares =
            new BatchDeleteShares(
                    List.of(new DeleteItem("a", null, null), new DeleteItem("b", "v", null)));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void namesTheItemsThatAMemberTellsOf() {
        DeleteResult marked = new DeleteResult("b", "v", 204, "m", null);
        byte[] answer = ApiCall.bytes(new DeleteResults(BatchDeleteShares.bare(List.of(marked))));
        assertThat(new String(answer, StandardCharsets.UTF_8))
                .isEqualTo("{\"results\":[{\"key\":\"\",\"status\":204,\"marker\":\"m\"}]}");
        assertThat(shares.rows(Share.parse("02"), answer)).containsExactly(marked);
    }

    @Test
    void keepsWhatIsToldOfMoreThanTheShareForWhoCounts() {
        byte[] answer = ApiCall.bytes(new DeleteResults(List.of(DONE, DONE)));
        assertThat(shares.rows(Share.parse("01"), answer)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no JSON", "{}", "{\"results\":[]}", "{\"results\":[{}]}", "[]"})
    void refusesWhatIsNoAnswer(String answer) {
        byte[] bytes = bytes(answer);
        assertThatThrownBy(() -> shares.rows(Share.parse("01"), bytes)).isInstanceOf(Failed.class);
        assertThat(shares.refusal(bytes)).isEmpty();
    }

    @Test
    void readsWhyAMemberRefusedItsShare() {
        String problem =
                "{\"type\":\"t\",\"title\":\"t\",\"status\":403,\"detail\":\"no\","
                        + "\"code\":\"AccessDenied\",\"request_id\":\"r\"}";
        Failed failed = shares.refusal(bytes(problem)).orElseThrow();
        assertThat(failed.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(failed.text()).isEqualTo("no");
    }

    @Test
    void tellsWhichItemFailedAndThatNotAllAreDone() {
        DeleteResult failed =
                shares.failed(1, new Failed(ErrorCode.OWNER_UNAVAILABLE, "north is down."));
        assertThat(failed)
                .isEqualTo(
                        new DeleteResult(
                                "b",
                                "v",
                                503,
                                null,
                                new ItemError(503, "OwnerUnavailable", "north is down.")));
        assertThat(shares.answer(List.of(DONE, failed)).status()).isEqualTo(207);
        assertThat(shares.answer(List.of(DONE, DONE)).status()).isEqualTo(200);
    }
}
