package dev.varve.server.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Position;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "12", "12.0", "12.999999", "9223372036854775807"})
    void readsWhatItWrites(String text) {
        assertThat(Place.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-2", "1.", ".1", "1.2.3", "x", "1.-1", "99999999999999999999"})
    void refusesWhatIsNoPlace(String text) {
        assertThatThrownBy(() -> Place.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void wholeEventIsBehindEachOfItsChanges() {
        Place whole = Place.behind(new Position(7));

        assertThat(whole.isAfter(new Place(new Position(7), 1_000_000))).isTrue();
        assertThat(new Place(new Position(8), 0).isAfter(whole)).isTrue();
        assertThat(whole.next()).isEqualTo(new Position(8));
        assertThat(new Place(new Position(7), 3).next()).isEqualTo(new Position(7));
        assertThat(Place.START.next()).isEqualTo(Position.FIRST);
    }
}
