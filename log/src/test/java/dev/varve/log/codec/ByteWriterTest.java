package dev.varve.log.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ByteWriterTest {
    private static final long[] VALUES = {
        0,
        1,
        -1,
        127,
        128,
        300,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    @Test
    void givesBackEveryKindOfValueWhereverTheArrayGrows() {
        for (int shift = 0; shift < 16; shift++) {
            ByteWriter out = new ByteWriter().raw(new byte[shift]);
            for (int round = 0; round < 100; round++) {
                write(out, round);
            }
            ByteReader in = new ByteReader(out.toArray());
            in.raw(shift);
            for (int round = 0; round < 100; round++) {
                check(in, round);
            }
            in.end();
        }
    }

    private static void write(ByteWriter out, int round) {
        out.u8(round).u16(round * 600).flag(round % 2 == 0).string("é" + round);
        for (long value : VALUES) {
            out.i32((int) value).i64(value).varint(value).zigzag(value);
        }
    }

    private static void check(ByteReader in, int round) {
        assertThat(in.u8()).isEqualTo(round);
        assertThat(in.u16()).isEqualTo(round * 600);
        assertThat(in.flag()).isEqualTo(round % 2 == 0);
        assertThat(in.string()).isEqualTo("é" + round);
        for (long value : VALUES) {
            assertThat(in.i32()).isEqualTo((int) value);
            assertThat(in.i64()).isEqualTo(value);
            assertThat(in.varint()).isEqualTo(value);
            assertThat(in.zigzag()).isEqualTo(value);
        }
    }

    @Test
    void refusesTextThatIsNotUnicode() {
        assertThatThrownBy(() -> new ByteWriter().string("\uD834"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAVarintWithoutAnEnd() {
        byte[] endless = new byte[20];
        Arrays.fill(endless, (byte) 0x80);
        assertThatThrownBy(() -> new ByteReader(endless).varint())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void allocatesNothingForACountThatCannotBe() {
        byte[] huge = new ByteWriter().varint(Integer.MAX_VALUE).u8(1).toArray();
        assertThatThrownBy(() -> new ByteReader(huge).sized())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ByteReader(huge).count())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ByteReader(huge).string())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
