package dev.varve.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinkIdTest {
    private static final Instant EXPIRES = Instant.parse("2026-05-01T10:00:00.123Z");

    @Test
    void saysWhenItsLinkExpires() {
        assertThat(LinkId.random(EXPIRES, new Random(1)).expires()).isEqualTo(EXPIRES);
        assertThat(new LinkId(-1, -1).expires()).isEqualTo(Instant.ofEpochMilli((1L << 48) - 1));
    }

    @Test
    void sortsByExpiryAsItsBytesDo() {
        Random random = new Random(2);
        for (int round = 0; round < 1000; round++) {
            LinkId one = LinkId.random(Instant.ofEpochMilli(random.nextInt(9)), random);
            LinkId other = LinkId.random(Instant.ofEpochMilli(random.nextInt(9)), random);
            int order = Integer.signum(one.compareTo(other));
            assertThat(Integer.signum(Arrays.compareUnsigned(one.bytes(), other.bytes())))
                    .isEqualTo(order);
            if (!one.expires().equals(other.expires())) {
                assertThat(order)
                        .isEqualTo(Integer.signum(one.expires().compareTo(other.expires())));
            }
        }
    }

    @Test
    void isReadAsItWasWritten() {
        LinkId id = new LinkId(0x0123456789abcdefL, -2);
        assertThat(id).hasToString("0123456789abcdeffffffffffffffffe");
        assertThat(LinkId.parse(id.toString())).isEqualTo(id);
        assertThat(LinkId.read(ByteBuffer.wrap(id.bytes()))).isEqualTo(id);
    }

    @Test
    void isNeverTheSameTwice() {
        Random random = new Random(3);
        Set<LinkId> drawn = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(drawn.add(LinkId.random(EXPIRES, random))).isTrue();
        }
    }

    @Test
    void refusesWhatIsNoId() {
        for (String text : new String[] {"", "0", "g".repeat(32), "0".repeat(31), "é".repeat(32)}) {
            assertThatThrownBy(() -> LinkId.parse(text))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        Random random = new Random(4);
        assertThatThrownBy(() -> LinkId.random(Instant.ofEpochMilli(-1), random))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LinkId.random(Instant.ofEpochMilli(1L << 48), random))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
