package dev.varve.server.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Bytes;
import dev.varve.server.http.Failed;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContinuationTokenTest {
    @Test
    void comesBackAsItWas() {
        Random random = new Random(1);
        for (int length = 1; length < 1100; length += 7) {
            byte[] place = new byte[length];
            random.nextBytes(place);
            String token = ContinuationToken.of(Bytes.of(place));
            assertThat(ContinuationToken.parse(token)).isEqualTo(Bytes.of(place));
            assertThat(token).matches("[A-Za-z0-9_-]+");
        }
    }

    @Test
    void refusesWhatItDidNotMake() {
        for (String bogus : List.of("", "bogus", "AQ", "AQAAAAA", "a/b", "%%%", "AQAAAABhYmM=")) {
            assertThatThrownBy(() -> ContinuationToken.parse(bogus))
                    .as(bogus)
                    .isInstanceOf(Failed.class)
                    .hasMessage("The continuation token provided is incorrect");
        }
    }

    @Test
    void refusesTokenWithOneBitChanged() {
        String token = ContinuationToken.of(Bytes.utf8("some/key"));
        for (int i = 0; i < token.length(); i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            String changed = token.substring(0, i) + other + token.substring(i + 1);
            assertThatThrownBy(() -> ContinuationToken.parse(changed))
                    .as(changed)
                    .isInstanceOf(Failed.class);
        }
    }
}
