package dev.varve.tools.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChoiceTest {
    private static Choice only(String... parts) {
        return new Choice(List.of(parts), 1, List.of(), 1, 1, Watch.NOBODY);
    }

    @Test
    void wantsAllUnlessSomeAreNamed() {
        assertThat(only().wants("a")).isTrue();
        assertThat(only("a").wants("a")).isTrue();
        assertThat(only("a").wants("b")).isFalse();
    }

    @Test
    void refusesPartsThatThereAreNot() {
        only("a").requireKnown(List.of("a", "b"));
        assertThatThrownBy(() -> only("a", "c").requireKnown(List.of("a", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no part 'c'; there are [a, b]");
    }
}
