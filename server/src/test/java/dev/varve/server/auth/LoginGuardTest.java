package dev.varve.server.auth;

import static dev.varve.server.auth.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.http.FakeRequest;
import dev.varve.server.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoginGuardTest {
    private static final int PER_MINUTE = 3;
    private static final String EVIL = "198.51.100.1";
    private static final String GOOD = "192.0.2.1";

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger looked = new AtomicInteger();
    private LoginGuard guard = new LoginGuard(PER_MINUTE, 100, nanos::get);

    private static HttpRequest from(String address) {
        return FakeRequest.builder("GET", "/").from(address).build();
    }

    private String login(String address, String key, boolean right) {
        return login(address, key, right ? null : ErrorCode.SIGNATURE_DOES_NOT_MATCH);
    }

    private String login(String address, String key, @Nullable ErrorCode fault) {
        return guard.check(
                from(address),
                () -> Optional.of(key).filter(text -> !text.isEmpty()),
                () -> {
                    looked.incrementAndGet();
                    if (fault != null) {
                        throw new Failed(fault, "no");
                    }
                    return key;
                });
    }

    private void fail(String address, String key, int times) {
        for (int i = 0; i < times; i++) {
            assertRefused(ErrorCode.SIGNATURE_DOES_NOT_MATCH, () -> login(address, key, false));
        }
    }

    private void assertSlowed(String address, String key, boolean right) {
        Failed failed = assertRefused(ErrorCode.SLOW_DOWN, () -> login(address, key, right));
        assertThat(failed.headers().first("retry-after")).contains("20");
    }

    @Test
    void doesNotEvenLookAtAddressesThatFailedTooOften() {
        fail(EVIL, "K1", 1);
        fail(EVIL, "K2", 1);
        fail(EVIL, "K3", 1);
        assertSlowed(EVIL, "K4", false);
        assertSlowed(EVIL, "K4", true);
        assertThat(looked).hasValue(3);
        assertThat(login(GOOD, "K4", true)).isEqualTo("K4");
    }

    @Test
    void looksAgainAsTimePasses() {
        fail(EVIL, "K", PER_MINUTE);
        assertSlowed(EVIL, "K", true);
        nanos.addAndGet(Duration.ofSeconds(20).toNanos());
        assertThat(login(EVIL, "K", true)).isEqualTo("K");
    }

    @Test
    void nobodyLocksOutAnothersKey() {
        for (int i = 0; i < 20; i++) {
            String address = "198.51.100." + i;
            try {
                login(address, "VICTIM", false);
            } catch (Failed expected) {
                assertThat(expected.code())
                        .isEqualTo(
                                i < PER_MINUTE
                                        ? ErrorCode.SIGNATURE_DOES_NOT_MATCH
                                        : ErrorCode.SLOW_DOWN);
            }
        }
        assertThat(login(GOOD, "VICTIM", true)).isEqualTo("VICTIM");
        assertThat(login("198.51.100.3", "VICTIM", true)).isEqualTo("VICTIM");
    }

    @Test
    void letsKeysGoOnThatCameInWhileTheirAddressWasFailing() {
        fail(EVIL, "BAD", 1);
        assertThat(login(EVIL, "HONEST", true)).isEqualTo("HONEST");
        fail(EVIL, "BAD", 2);
        assertSlowed(EVIL, "OTHER", true);
        assertThat(login(EVIL, "HONEST", true)).isEqualTo("HONEST");
        fail(EVIL, "HONEST", 3);
        assertSlowed(EVIL, "HONEST", true);
    }

    @Test
    void tokensGetNoSuchPass() {
        fail(EVIL, "BAD", 1);
        assertThat(login(EVIL, "", true)).isEmpty();
        fail(EVIL, "BAD", 2);
        assertSlowed(EVIL, "", true);
    }

    @ParameterizedTest
    @EnumSource
    void countsOnlyGuesses(ErrorCode code) {
        boolean counts =
                code == ErrorCode.INVALID_ACCESS_KEY_ID
                        || code == ErrorCode.SIGNATURE_DOES_NOT_MATCH
                        || code == ErrorCode.INVALID_TOKEN;
        for (int i = 0; i < PER_MINUTE; i++) {
            assertRefused(code, () -> login(EVIL, "", code));
        }
        assertRefused(counts ? ErrorCode.SLOW_DOWN : code, () -> login(EVIL, "", code));
    }

    @Test
    void addressesOfOneNetworkCountAsOne() {
        fail("2001:db8:1:2::1", "A", 1);
        fail("2001:db8:1:2::2", "B", 1);
        fail("2001:db8:1:2:ffff::3", "C", 1);
        assertSlowed("2001:db8:1:2::4", "D", true);
        assertThat(login("2001:db8:1:3::1", "D", true)).isEqualTo("D");
        fail("::ffff:192.0.2.9", "X", 3);
        assertSlowed("::ffff:192.0.2.9", "E", true);
        fail("not:an:address", "Y", 1);
    }

    @Test
    void takesAnyNumberWhereNoLimitIsSet() {
        guard = LoginGuard.of(0);
        fail(EVIL, "K", 1000);
    }

    @Test
    void remembersOnlySoMany() {
        guard = new LoginGuard(1, 2, nanos::get);
        fail("192.0.2.10", "", 1);
        fail("192.0.2.11", "", 1);
        fail("192.0.2.12", "", 1);
        fail("192.0.2.10", "", 1);
        assertRefused(ErrorCode.SLOW_DOWN, () -> login("192.0.2.12", "", false));
    }
}
