package dev.varve.log.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Event;
import dev.varve.log.LinkId;
import dev.varve.log.StoreException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventCodecTest {
    @ParameterizedTest
    @EnumSource(EventType.class)
    void givesBackWhatWasWritten(EventType type) {
        Event event = EventSamples.of(type);
        assertThat(EventType.of(event)).isEqualTo(type);
        assertThat(decode(type, encode(event))).isEqualTo(event);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void refusesEveryTruncation(EventType type) {
        byte[] bytes = encode(EventSamples.of(type));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> decode(type, cut))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void refusesBytesAfterTheEnd(EventType type) {
        byte[] bytes = encode(EventSamples.of(type));
        assertThatThrownBy(() -> decode(type, Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void neverFailsOtherwiseThanByRefusingGarbage(EventType type) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] bytes = encode(EventSamples.of(type));
        for (int round = 0; round < 2000; round++) {
            byte[] damaged = bytes.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                decode(type, damaged);
            } catch (StoreException.FromTheFuture expected) {
                assertThat(type).isIn(EventType.TRANSACTION_COMMITTED, EventType.LINK_SPENT);
            } catch (IllegalArgumentException expected) {
                assertThat(expected).as("seed %d", seed).hasMessageNotContaining("heap");
            }
        }
    }

    @Test
    void stopsAtAnEventOfTheFuture() {
        assertThatThrownBy(() -> EventDecoder.read(99, 1, new ByteReader(new byte[8])))
                .isInstanceOf(StoreException.FromTheFuture.class);
        assertThatThrownBy(() -> EventDecoder.read(16, 2, new ByteReader(new byte[8])))
                .isInstanceOf(StoreException.FromTheFuture.class);
        assertThatThrownBy(() -> EventDecoder.read(Integer.MAX_VALUE, 1, new ByteReader(encode())))
                .isInstanceOf(StoreException.FromTheFuture.class);
    }

    /// Or garbage could nest as deep as it is long.
    @Test
    void refusesLinkSpentOnAnotherLink() {
        byte[] inner = encode(new Event.LinkSpent(new LinkId(1, 2), "al", null));
        ByteWriter outer = new ByteWriter();
        outer.string("al").i64(1).i64(2).flag(true);
        outer.varint(EventType.LINK_SPENT.number()).varint(1).sized(inner);
        assertThatThrownBy(() -> decode(EventType.LINK_SPENT, outer.toArray()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no link does this");
    }

    @Test
    void keepsLinkSpentOnNothing() {
        Event spent = new Event.LinkSpent(new LinkId(1, 2), "al", null);
        assertThat(decode(EventType.LINK_SPENT, encode(spent))).isEqualTo(spent);
    }

    private static byte[] encode() {
        return encode(EventSamples.of(EventType.STARTED));
    }

    private static byte[] encode(Event event) {
        ByteWriter out = new ByteWriter();
        EventEncoder.write(out, event);
        return out.toArray();
    }

    private static Event decode(EventType type, byte[] bytes) {
        return EventDecoder.read(type.number(), type.version(), new ByteReader(bytes));
    }
}
