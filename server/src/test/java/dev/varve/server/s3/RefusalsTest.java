package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.store.Outcome;
import dev.varve.server.store.Refusal;
import dev.varve.server.store.Refusal.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class RefusalsTest {
    @RegisterExtension static final S3Kit KIT = new S3Kit();

    @ParameterizedTest
    @CsvSource({
        "BUSY,SlowDown,503",
        "OUT_OF_SPACE,InsufficientStorage,507",
        "NODE_FULL,InsufficientStorage,507",
        "QUOTA_EXCEEDED,QuotaExceeded,403",
        "LOCKED,AccessDenied,403",
        "CONFLICT,OperationAborted,409",
        "PART_TOO_SMALL,EntityTooSmall,400",
        "OBJECT_TOO_LARGE,EntityTooLarge,400",
        "DIGEST_MISMATCH,BadDigest,400"
    })
    void namesWhatClientsActOn(Reason reason, String code, int status) {
        ErrorCode named = Refusals.code(KIT.call("k").call(), Refusal.of(reason, "why"));

        assertThat(named.code()).isEqualTo(code);
        assertThat(named.status()).isEqualTo(status);
    }

    @Test
    void namesConflictOfConditionalWriteAsSuch() {
        Call call = KIT.call("k").header("if-none-match", "*").call();

        assertThat(Refusals.code(call, Refusal.of(Reason.CONFLICT, "why")))
                .isEqualTo(ErrorCode.CONDITIONAL_REQUEST_CONFLICT);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void saysSomethingOfEveryReason(Reason reason) {
        Outcome<String> refused = new Outcome.Refused<>(Refusal.of(reason, "why"));
        Failed failed =
                org.assertj.core.api.Assertions.catchThrowableOfType(
                        Failed.class, () -> Refusals.require(KIT.call("k").call(), refused));

        assertThat(failed.text()).isNotEmpty();
        assertThat(failed.code().status()).isBetween(400, 599);
    }
}
