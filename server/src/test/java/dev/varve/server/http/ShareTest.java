package dev.varve.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShareTest {
    private static Share of(int... places) {
        BitSet bits = new BitSet();
        for (int place : places) {
            bits.set(place);
        }
        return Share.of(bits);
    }

    @Test
    void readsBackAsItIsTold() {
        Share share = of(0, 9, 999);
        assertThat(Share.parse(share.toString())).isEqualTo(share).hasSameHashCodeAs(share);
        assertThat(of(1)).hasToString("02");
        assertThatIllegalArgumentException().isThrownBy(() -> Share.parse("0g"));
        assertThatIllegalArgumentException().isThrownBy(() -> Share.parse("012"));
    }

    @Test
    void takesItemsByTheirPlaces() {
        List<String> items = List.of("a", "b", "c", "d");
        assertThat(of(3, 1).of(items)).containsExactly("b", "d");
        assertThat(of(1, 4).of(items)).containsExactly("b");
        assertThat(Share.ALL.of(items)).isEqualTo(items);
        assertThat(Share.NONE.of(items)).isEmpty();
    }

    @Test
    void allIsNotEveryPlaceThereIs() {
        assertThat(Share.ALL.isAll()).isTrue();
        assertThat(Share.ALL.isNone()).isFalse();
        assertThat(Share.NONE.isNone()).isTrue();
        assertThat(Share.NONE.isAll()).isFalse();
        assertThat(of(0)).isNotEqualTo(Share.ALL).isNotEqualTo(Share.NONE);
        assertThatIllegalStateException().isThrownBy(Share.ALL::places);
    }

    @Test
    void staysAsItWasMade() {
        BitSet bits = new BitSet();
        bits.set(2);
        Share share = Share.of(bits);
        bits.set(3);
        assertThat(share).isEqualTo(of(2));
    }
}
