package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class LimitedInputTest {
    private static LimitedInput of(int bytes) {
        return new LimitedInput(new ByteArrayInputStream(new byte[bytes]), 10);
    }

    @Test
    void countsUpToTheLimit() throws IOException {
        LimitedInput input = of(10);

        assertThat(input.read()).isZero();
        assertThat(input.readAllBytes()).hasSize(9);
        assertThat(input.read()).isEqualTo(-1);
        assertThat(input.count()).isEqualTo(10);
    }

    @Test
    void refusesMore() {
        assertThatThrownBy(() -> of(11).readAllBytes())
                .isInstanceOfSatisfying(
                        Failed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ErrorCode.ENTITY_TOO_LARGE));
    }
}
