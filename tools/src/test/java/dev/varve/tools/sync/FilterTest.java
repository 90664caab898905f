package dev.varve.tools.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FilterTest {
    private static Filter include(String... globs) {
        return new Filter(List.of(globs), List.of());
    }

    @Test
    void takesAllWhereNothingIsSaid() {
        assertThat(Filter.ALL.takes("a/b")).isTrue();
    }

    @Test
    void looksAtTheLastNameWhereThePatternHasNoSlash() {
        assertThat(include("*.txt").takes("a.txt")).isTrue();
        assertThat(include("*.txt").takes("a/b/c.txt")).isTrue();
        assertThat(include("*.txt").takes("a.txt/b")).isFalse();
        assertThat(include("a?").takes("x/ab")).isTrue();
        assertThat(include("a?").takes("abc")).isFalse();
    }

    @Test
    void looksAtTheWholeNameElse() {
        assertThat(include("a/*").takes("a/b")).isTrue();
        assertThat(include("a/*").takes("a/b/c")).isFalse();
        assertThat(include("a/**").takes("a/b/c")).isTrue();
        assertThat(include("a/b").takes("x/a/b")).isFalse();
    }

    @Test
    void takesTextThatOtherPatternsWouldMean() {
        assertThat(include("a.b").takes("axb")).isFalse();
        assertThat(include("[a]").takes("a")).isFalse();
        assertThat(include("\\E(").takes("\\E(")).isTrue();
        assertThat(include("*").takes("a\nb")).isTrue();
    }

    @Test
    void leavesOutWhatIsExcludedEvenIfIncluded() {
        Filter filter = new Filter(List.of("*.txt", "*.md"), List.of("secret*"));
        assertThat(filter.takes("a.md")).isTrue();
        assertThat(filter.takes("secret.md")).isFalse();
        assertThat(filter.takes("a.bin")).isFalse();
    }
}
