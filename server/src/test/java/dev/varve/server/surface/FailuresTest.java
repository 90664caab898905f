package dev.varve.server.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.StoreException;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.FakeRequest;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void passesRefusalsOn() {
        Failed failed = new Failed(ErrorCode.NO_SUCH_KEY, "gone");
        assertThat(Failures.told(failed, FakeRequest.builder("GET", "/").build())).isSameAs(failed);
    }

    @Test
    void callsCorruptionAnInternalErrorAndKeepsTheFileToItself() {
        Failed told = told(new StoreException.Corrupt("/data/pack-1", 7, "bad checksum"));
        assertThat(told.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
        assertThat(told.text()).doesNotContain("pack-1");
        assertThat(told(new IllegalStateException("a mistake")).code())
                .isEqualTo(ErrorCode.INTERNAL_ERROR);
    }

    @Test
    void asksToComeAgainWhenTheStoreTakesNothing() {
        assertThat(told(new StoreException.Failed("poisoned")).code())
                .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
        assertThat(told(new StoreException.Closed("closing")).code())
                .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
        assertThat(told(new StoreException.Closed("closing")).headers().first("retry-after"))
                .contains("1");
    }

    @Test
    void saysThatTheVolumeIsFull() {
        assertThat(told(new StoreException.OutOfSpace("full")).code())
                .isEqualTo(ErrorCode.OUT_OF_SPACE);
    }

    private static Failed told(RuntimeException failure) {
        return Failures.told(failure, FakeRequest.builder("GET", "/").build());
    }
}
