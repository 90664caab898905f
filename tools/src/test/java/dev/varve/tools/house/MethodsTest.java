package dev.varve.tools.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MethodsTest {
    private static final String SOURCE =
            """
            record X(int a) {
                X {
                    check(a);
                }

                @Override
                public String toString() {
                    // house: shows how a rule is broken
                    return "}";
                }

                interface Y {
                    void none();
                }
            }
            """;

    @Test
    void countsFromSignatureToBrace() {
        assertThat(Methods.of(new SourceFile(Path.of("X.java"), SOURCE.lines().toList())))
                .extracting(Methods.Method::name, Methods.Method::lines, Methods.Method::excused)
                .containsExactly(tuple("<init>", 3, false), tuple("toString", 4, true));
    }

    @Test
    void spreadIsOfRanks() {
        assertThat(Spread.of(IntStream.rangeClosed(1, 10))).isEqualTo(new Spread(10, 5, 9, 10));
        assertThat(Spread.of(IntStream.empty())).isEqualTo(new Spread(0, 0, 0, 0));
    }
}
