package dev.varve.server.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class LimitedBodyTest {
    private static LimitedBody of(int bytes) {
        return new LimitedBody(new ByteArrayInputStream(new byte[bytes]), 10);
    }

    @Test
    void countsUpToTheLimit() throws IOException {
        LimitedBody input = of(10);

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

    @Test
    void saysWhatItsSurfaceSays() {
        LimitedBody body =
                new LimitedBody(
                        new ByteArrayInputStream(new byte[2]),
                        1,
                        most -> new Failed(ErrorCode.INVALID_REQUEST, "over " + most));

        assertThatThrownBy(body::readAllBytes).hasMessage("over 1");
    }

    @Test
    void takesAnyNumberWithoutALimit() throws IOException {
        LimitedBody body = new LimitedBody(new ByteArrayInputStream(new byte[20]), -1);

        assertThat(body.readAllBytes()).hasSize(20);
    }
}
