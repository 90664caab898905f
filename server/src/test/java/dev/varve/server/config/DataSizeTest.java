package dev.varve.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1000, 1000, 1000",
        "17B, 17, 17",
        "4KiB, 4096, 4KiB",
        "4096, 4096, 4KiB",
        "64 MiB, 67108864, 64MiB",
        "1536MiB, 1610612736, 1536MiB",
        "5GiB, 5368709120, 5GiB",
        "5TiB, 5497558138880, 5TiB",
        "1024TiB, 1125899906842624, 1024TiB"
    })
    void readsAndWritesUnits(String text, long bytes, String written) {
        assertThat(DataSize.parse(text).bytes()).isEqualTo(bytes);
        assertThat(DataSize.parse(text)).hasToString(written);
        assertThat(DataSize.parse(written)).isEqualTo(new DataSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MiB", "-1", "1.5GiB", "64MB", "64mib", "64M", "1  KiB", "0x10"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> DataSize.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775808", "99999999TiB", "999999999999999999GiB"})
    void refusesWhatDoesNotFit(String text) {
        assertThatThrownBy(() -> DataSize.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isNeverNegative() {
        assertThatThrownBy(() -> new DataSize(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
