package dev.varve.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
    private final SigningKeys keys = new SigningKeys();

    private static Credential credential(int day) {
        return new Credential("KEY", "d" + day, "us-east-1", "s3", Credential.TERMINAL);
    }

    private static User user(String secret) {
        return new User("KEY", secret, "u-1", "", "", false, Optional.empty());
    }

    @Test
    void derivesEachKeyOnce() {
        assertThat(keys.of(Examples.USER, credential(1)))
                .isSameAs(keys.of(Examples.USER, credential(1)));
        assertThat(keys.size()).isEqualTo(1);
    }

    @Test
    void derivesOtherKeysForOtherDaysAndSecrets() {
        String text = "text";
        String signed = keys.of(user("one"), credential(1)).sign(text);
        assertThat(keys.of(user("one"), credential(2)).sign(text)).isNotEqualTo(signed);
        assertThat(keys.of(user("two"), credential(1)).sign(text)).isNotEqualTo(signed);
    }

    @Test
    void keepsABoundedNumber() {
        for (int day = 0; day < 3000; day++) {
            keys.of(Examples.USER, credential(day));
        }
        assertThat(keys.size()).isEqualTo(1024);
    }
}
