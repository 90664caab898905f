package dev.varve.log.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.BlobId;
import dev.varve.log.StoreException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementCodecTest {
    private static final BlobId ID = PlacementIndexContract.PRIVATE;

    @Test
    void readsWhatItWrote() {
        for (Placement placement :
                List.of(
                        new Placement.InPack(1, 24, 80, 3, false),
                        new Placement.InPack(Integer.MAX_VALUE, 1L << 40, 8, 7, true),
                        new Placement.LargeFile(1L << 60, 1L << 45, 1L << 44, false))) {
            assertThat(PlacementCodec.decode(ID, PlacementCodec.encode(ID, placement)))
                    .isEqualTo(placement);
        }
        Tally tally = new Tally(1, 2, 3, 4, 5);
        assertThat(PlacementCodec.decodeTally(9, PlacementCodec.encode(9, tally))).isEqualTo(tally);
        assertThat(PlacementCodec.blobId(PlacementCodec.key(ID))).isEqualTo(ID);
    }

    @Test
    void refusesAnyDamage() {
        byte[] good = PlacementCodec.encode(ID, PlacementIndexContract.IN_PACK);
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> PlacementCodec.decode(ID, bad))
                    .isInstanceOf(StoreException.Corrupt.class);
        }
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> PlacementCodec.decode(ID, cut))
                    .isInstanceOf(StoreException.Corrupt.class);
        }
    }

    @Test
    void refusesAnEntryOfAnotherKey() {
        byte[] entry = PlacementCodec.encode(ID, PlacementIndexContract.IN_PACK);
        byte[] tally = PlacementCodec.encode(3, Tally.NONE);

        assertThatThrownBy(() -> PlacementCodec.decode(PlacementIndexContract.SHARED, entry))
                .isInstanceOf(StoreException.Corrupt.class);
        assertThatThrownBy(() -> PlacementCodec.decodeTally(4, tally))
                .isInstanceOf(StoreException.Corrupt.class);
    }
}
