package dev.varve.server.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    private static Target of(String target) {
        return Target.of(HttpPrologue.create("HTTP/1.1", "HTTP", "1.1", Method.GET, target, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    /                     | /       | ''    | -
                    //a//b/../%2F         | //a//b/../%2F | '' | -
                    /k?a=b?c&&            | /k      | a=b?c&& | -
                    /?                    | /       | ''    | -
                    *                     | *       | ''    | -
                    http://Host:80/k?q    | /k      | q     | host:80
                    https://h             | /       | ''    | h
                    HTTP://h?q            | /       | q     | h
                    """)
    void keepsPathAndQuery(String target, String path, String query, String authority) {
        Target found = of(target);
        assertThat(found.path()).isEqualTo(path);
        assertThat(found.query()).isEqualTo(query);
        assertThat(found.authority()).isEqualTo(authority);
        assertThat(found.problem()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", "h:80", "ftp://h/k", "/a#b", "/a#", "/\u00fc", "/?\uFFFD"})
    void refusesWhatItCannotKeep(String target) {
        assertThat(of(target).problem()).isNotNull();
    }

    @Test
    void doesNotTakeAPathForAHost() {
        assertThat(of("/http://h/k").path()).isEqualTo("/http://h/k");
    }
}
