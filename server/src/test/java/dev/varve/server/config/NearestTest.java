package dev.varve.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
    private static final List<String> KNOWN =
            List.of("listen", "http.max-connections", "history.every");

    @ParameterizedTest
    @CsvSource({
        "lsten, listen",
        "listn, listen",
        "http.max-conections, http.max-connections",
        "max-connections, http.max-connections",
        "every, history.every"
    })
    void findsWhatWasMeant(String given, String meant) {
        assertThat(Nearest.to(given, KNOWN)).contains(meant);
        assertThat(Nearest.hint(given, KNOWN)).isEqualTo("; did you mean " + meant + "?");
    }

    @Test
    void findsNothingWhereNothingIsNear() {
        assertThat(Nearest.to("password", KNOWN)).isEmpty();
        assertThat(Nearest.hint("password", KNOWN)).isEmpty();
    }
}
