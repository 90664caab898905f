package dev.varve.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TomlLinesTest {
    @Test
    void findsKeysTablesAndUsers() {
        TomlLines lines =
                TomlLines.of(
                        """
                        # listen = 'not this one'
                        listen = 'here'
                        http.key_rate = 1

                        [access-log]
                          format = 'json' # format = 'text'
                        [[users]]
                        id = 'a'
                        [[users]]
                        access_key = 'b'
                        """);
        assertThat(lines.line("listen")).isEqualTo(2);
        assertThat(lines.line("http.key-rate")).isEqualTo(3);
        assertThat(lines.line("access-log")).isEqualTo(5);
        assertThat(lines.line("access-log.format")).isEqualTo(6);
        assertThat(lines.line("users[0]")).isEqualTo(7);
        assertThat(lines.line("users[0].id")).isEqualTo(8);
        assertThat(lines.line("users[1].access-key")).isEqualTo(10);
    }

    @Test
    void knowsNoLineOfWhatItDoesNotSee() {
        TomlLines lines = TomlLines.of("tls = { key-file = 'k' }\n");
        assertThat(lines.line("tls")).isEqualTo(1);
        assertThat(lines.line("tls.key-file")).isZero();
    }
}
