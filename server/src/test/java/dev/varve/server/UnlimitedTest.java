package dev.varve.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.server.auth.Authenticated;
import dev.varve.server.auth.Payload;
import dev.varve.server.auth.Principal;
import dev.varve.server.auth.Rights;
import dev.varve.server.auth.Role;
import dev.varve.server.http.FakeRequest;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnlimitedTest {
    private static Principal principal(String id, Rights rights) {
        return new Principal(id, id, rights, Optional.empty(), Optional.empty());
    }

    private static final Principal BOSS = principal("boss", Role.ADMIN.everywhere());
    private static final Principal ANN = principal("ann", Role.EDITOR.everywhere());
    private static final Principal BOB = principal("bob", Role.UPLOADER.in(List.of("photos")));

    @Test
    void coversUsersAndRoles() {
        Unlimited some = Unlimited.of(List.of("ann", "role:admin", "role:uploader"));
        assertThat(some.covers(BOSS)).isTrue();
        assertThat(some.covers(ANN)).isTrue();
        assertThat(some.covers(BOB)).isTrue();
        assertThat(some.covers(principal("eve", Role.EDITOR.everywhere()))).isFalse();
        assertThat(some.covers(Principal.ANONYMOUS)).isFalse();
        assertThat(Unlimited.NOBODY.covers(BOSS)).isFalse();
    }

    @Test
    void whoHasAllRightsInHisOwnBucketsIsNoAdmin() {
        Rights own = Rights.configured(false, Optional.empty());
        assertThat(Unlimited.of(List.of("role:admin")).covers(principal("ann", own))).isFalse();
        assertThat(Unlimited.of(List.of("role:editor")).covers(principal("ann", own))).isFalse();
    }

    @Test
    void refusesRolesThatAreNone() {
        assertThatThrownBy(() -> Unlimited.of(List.of("role:owner")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void areNotEvenCounted() {
        KeyLimits limits =
                new KeyLimits(
                        _ -> new Authenticated(BOSS, new Payload.Unsigned(), false),
                        _ -> {
                            throw new AssertionError("counted");
                        },
                        Unlimited.of(List.of("role:admin")));
        assertThat(limits.authenticate(FakeRequest.builder("GET", "/").build()).principal())
                .isEqualTo(BOSS);
    }
}
