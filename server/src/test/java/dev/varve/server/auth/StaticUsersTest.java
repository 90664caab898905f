package dev.varve.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticUsersTest {
    private static User user(String accessKey, String secret, String id, String scope) {
        return new User(accessKey, secret, id, "", "", false, Optional.of(scope));
    }

    private static User user(String accessKey, String id) {
        return user(accessKey, "s3cr3t", id, "bucket");
    }

    private static void refuse(User... users) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StaticUsers(List.of(users)))
                .withMessageNotContaining("s3cr3t");
    }

    @Test
    void findsUsersByKeyAndById() {
        User one = user("KEY1", "u-1");
        Users users = new StaticUsers(List.of(one, user("KEY2", "u-2")));
        assertThat(users.byAccessKey("KEY1")).contains(one);
        assertThat(users.byId("u-1")).contains(one);
        assertThat(users.byAccessKey("u-1")).isEmpty();
        assertThat(users.byAccessKey("key1")).isEmpty();
        assertThat(users.byId("u-3")).isEmpty();
    }

    @Test
    void refusesTwoUsersThatCouldNotBeToldApart() {
        refuse(user("KEY1", "u-1"), user("KEY1", "u-2"));
        refuse(user("KEY1", "u-1"), user("KEY2", "u-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a/b", "a:b", "a,b", "a=b", "a b", "schlüssel"})
    void refusesKeysThatNoHeaderCanCarry(String accessKey) {
        refuse(user(accessKey, "u-1"));
    }

    @Test
    void refusesUsersWhoCouldNotSign() {
        refuse(user("KEY1", "", "u-1", "bucket"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "anonymous", "jwt:1"})
    void refusesIdsThatMeanNobody(String id) {
        refuse(user("KEY1", id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "/prefix"})
    void refusesScopesWithoutBucket(String scope) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> user("KEY1", "s3cr3t", "u-1", scope))
                .withMessageNotContaining("s3cr3t");
    }
}
