package dev.varve.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.varve.log.AccessGrant;
import dev.varve.log.AccessRight;
import dev.varve.log.AccessSettings.Reach;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RightsTest {
    private static final Rights OPERATOR = Rights.configured(true, Optional.empty());

    private static Rights own(AccessGrant... grants) {
        return new Rights(List.of(grants), Reach.OWN);
    }

    private static AccessGrant grant(String place, AccessRight first, AccessRight... rest) {
        return Rights.grant(EnumSet.of(first, rest), place);
    }

    @ParameterizedTest
    @EnumSource
    void operatorsCoverEveryRole(Role role) {
        assertThat(OPERATOR.cover(role.everywhere())).isTrue();
        assertThat(role.everywhere().cover(OPERATOR)).isEqualTo(role == Role.ADMIN);
        assertThat(role.everywhere().cover(role.everywhere())).isTrue();
    }

    @Test
    void aWeakerRoleDoesNotCoverAStrongerOne() {
        List<Role> strongestFirst = List.of(Role.ADMIN, Role.EDITOR, Role.UPLOADER, Role.READONLY);
        for (int i = 1; i < strongestFirst.size(); i++) {
            Rights stronger = strongestFirst.get(i - 1).everywhere();
            Rights weaker = strongestFirst.get(i).everywhere();
            assertThat(stronger.cover(weaker)).isTrue();
            assertThat(weaker.cover(stronger)).isFalse();
        }
    }

    @Test
    void onlyOperatorsGiveTheReachOfEverybodysBuckets() {
        Rights all = Role.READONLY.in(List.of("box"));
        assertThat(OPERATOR.cover(all)).isTrue();
        assertThat(all.cover(all)).isFalse();
        assertThat(Rights.configured(false, Optional.empty()).cover(all)).isFalse();
        assertThat(Rights.configured(true, Optional.of("box")).cover(all)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "box, box, true",
        "box, box/in/, true",
        "box/in/, box/in/deep/, true",
        "box/in/, box, false",
        "box/in/, box/i, false",
        "box, cox, false",
        "*, cox/in/, true",
        "box, *, false",
        "*/in/, cox/in/, true",
        "*/in/, *, false"
    })
    void placesCoverWhatIsBelowThem(String mine, String wanted, boolean covered) {
        Rights rights = own(grant(mine, AccessRight.READ));
        assertThat(rights.cover(own(grant(wanted, AccessRight.READ)))).isEqualTo(covered);
    }

    @Test
    void severalGrantsCoverTogether() {
        Rights rights = own(grant("box", AccessRight.READ), grant("box/in/", AccessRight.WRITE));
        AccessGrant both = grant("box/in/deep", AccessRight.READ, AccessRight.WRITE);
        assertThat(rights.cover(own(both))).isTrue();
        assertThat(rights.cover(own(grant("box", AccessRight.READ, AccessRight.WRITE)))).isFalse();
        assertThat(rights.cover(own(both, grant("cox", AccessRight.READ)))).isFalse();
        assertThat(Rights.NONE.cover(own(both))).isFalse();
    }

    @Test
    void readsScopesOfConfiguredUsers() {
        Rights rights = Rights.configured(false, Optional.of("box/a/b"));
        assertThat(rights.grants())
                .containsExactly(new AccessGrant(EnumSet.allOf(AccessRight.class), "box", "a/b"));
        assertThat(Rights.configured(true, Optional.empty()).areOfOperator()).isTrue();
        assertThat(Rights.configured(true, Optional.of("box")).areOfOperator()).isFalse();
        assertThat(Rights.configured(false, Optional.empty()).areOfOperator()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rights.configured(false, Optional.of("/a")));
    }

    @Test
    void findsRolesByNameInAnyCase() {
        assertThat(Role.named("ReadOnly")).contains(Role.READONLY);
        assertThat(Role.named("owner")).isEmpty();
        assertThat(Role.named("")).isEmpty();
    }
}
