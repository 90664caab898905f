package dev.varve.tools.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
    @ParameterizedTest
    @ValueSource(strings = {"/a", "./a", "../a", ".", "..", "./", "/"})
    void takesForAPathWhatLooksLikeOne(String text) {
        assertThat(Place.parse(text)).isEqualTo(new Place.Local(Path.of(text)));
        assertThatThrownBy(() -> Place.remote(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesEverythingElseForBucketAndKey() {
        assertThat(Place.parse("b")).isEqualTo(new Place.Remote("b", ""));
        assertThat(Place.parse("b/")).isEqualTo(new Place.Remote("b", ""));
        assertThat(Place.parse("b//k")).isEqualTo(new Place.Remote("b", "/k"));
        assertThat(Place.parse("b/../k/")).isEqualTo(new Place.Remote("b", "../k/"));
        assertThat(Place.parse("-")).isEqualTo(new Place.Standard());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".hidden", "-", "/b/k"})
    void refusesWhatCannotBeABucket(String text) {
        assertThatThrownBy(() -> Place.remote(text)).hasMessageContaining("bucket's name");
    }

    @Test
    void takesAKeyForADirectoryWhereOneIsMeant() {
        assertThat(new Place.Remote("b", "").prefix()).isEmpty();
        assertThat(new Place.Remote("b", "a").prefix()).isEqualTo("a/");
        assertThat(new Place.Remote("b", "a/").prefix()).isEqualTo("a/");
    }
}
