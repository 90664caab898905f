package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.server.auth.Principal;
import dev.varve.server.auth.Rights;
import dev.varve.server.auth.StaticUsers;
import dev.varve.server.auth.User;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyIssuersTest {
    private static final User ALICE = user("alice", false, Optional.of("photos/a"));
    private static final User ROOT = user("root", true, Optional.empty());
    private static final User HALF = user("half", true, Optional.of("photos"));
    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");
    private final KeyIssuers issuers =
            new KeyIssuers(
                    new StaticUsers(
                            List.of(
                                    ALICE,
                                    ROOT,
                                    HALF,
                                    until("past", NOW),
                                    until("ends", NOW.plusMillis(1)))),
                    InstantSource.fixed(NOW));

    private static User until(String id, Instant expires) {
        return new User(
                "KEY" + id,
                "a-secret",
                id,
                id,
                "",
                Rights.configured(false, Optional.empty()),
                Optional.of(expires),
                true);
    }

    private static User user(String id, boolean admin, Optional<String> scope) {
        return new User("KEY" + id, "a-secret", id, id, "", admin, scope);
    }

    @Test
    void asksAnewWhatAKeyMayDo() {
        assertThat(issuers.keyOf(Principal.of(ALICE))).contains("KEYalice");
        assertThat(issuers.byKey("KEYalice")).contains(Principal.of(ALICE));
        assertThat(issuers.byKey("KEYgone")).isEmpty();
        assertThat(issuers.keyOf(Principal.ANONYMOUS)).isEmpty();
    }

    @Test
    void knowsNoKeyThatExpired() {
        assertThat(issuers.byKey("KEYends")).isPresent();
        assertThat(issuers.byKey("KEYpast")).isEmpty();
    }

    @Test
    void letsOnlyOperatorsEndLinksOfOthers() {
        assertThat(issuers.mayRevokeForOthers(Principal.of(ROOT))).isTrue();
        assertThat(issuers.mayRevokeForOthers(Principal.of(ALICE))).isFalse();
        assertThat(issuers.mayRevokeForOthers(Principal.of(HALF))).isFalse();
    }
}
