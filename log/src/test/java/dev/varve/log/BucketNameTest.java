package dev.varve.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketNameTest {
    private static final String SIXTY_THREE =
            "abcdefghij0123456789abcdefghij0123456789abcdefghij0123456789abc";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "a-b",
                "a.b",
                "0-9",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.x4",
                "a1.2.3.4",
                "a.-b",
                "xn--abc",
                SIXTY_THREE
            })
    void takes(String name) {
        assertThat(BucketName.isValid(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ab",
                ".ab",
                "ab.",
                "-ab",
                "ab-",
                "a..b",
                "a_b",
                "Abc",
                "aBc",
                "abC",
                "a b",
                "a/b",
                "\u00e4bc",
                "a\u00e4c",
                "1.2.3.4",
                "192.168.0.1",
                "999.999.999.999",
                SIXTY_THREE + "d"
            })
    void refuses(String name) {
        assertThat(BucketName.isValid(name)).isFalse();
    }
}
