package dev.varve.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// That something is refused, and as what.
public final class Refusals {
    private Refusals() {}

    public static Failed assertRefused(ErrorCode code, ThrowingCallable call) {
        Failed failed = catchThrowableOfType(Failed.class, call);
        assertThat(failed).as("%s was expected", code).isNotNull();
        assertThat(failed.code()).as(failed.text()).isEqualTo(code);
        assertThat(failed.toString() + failed.details()).doesNotContain(Examples.USER.secretKey());
        return failed;
    }
}
