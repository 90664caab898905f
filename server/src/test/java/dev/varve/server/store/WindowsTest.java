package dev.varve.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BlobId;
import dev.varve.log.Content;
import dev.varve.log.ETag;
import dev.varve.log.Hash256;
import dev.varve.log.ObjectPart;
import dev.varve.log.Position;
import dev.varve.log.Slice;
import dev.varve.projections.objects.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WindowsTest {
    private static final long MIB = 1L << 20;
    private static final BlobId BLOB =
            new BlobId(BlobId.Algorithm.SHA_256, 0, new Hash256(1, 2, 3, 4));

    /// An upload that is told only how long its pieces are.
    private static final class Sizes {
        private final List<Part> parts = new ArrayList<>();
        private long offset;
        private long rewritten;
        private int most;

        private static Part part(int number, long size) {
            return new Part(
                    number,
                    new Content.Inline(List.of(new Slice(BLOB, 0, size))),
                    new ETag("0123456789abcdef0123456789abcdef"),
                    List.of(),
                    Instant.EPOCH,
                    new Position(number));
        }

        /// As [Appending] does it.
        void take(long piece) {
            for (long left = piece; left > 0; ) {
                Windows.toMerge(parts, offset).ifPresent(this::merge);
                long size = Math.min(left, Windows.room(offset));
                append(size);
                left -= size;
            }
        }

        void append(long size) {
            int number = parts.isEmpty() ? 1 : parts.getLast().number() + 1;
            parts.add(part(number, size));
            offset += size;
            most = Math.max(most, number);
        }

        private void merge(int first) {
            List<Part> tail = parts.subList(first, parts.size());
            assertThat(tail).hasSizeGreaterThan(1);
            int number = tail.getFirst().number();
            long size = tail.stream().mapToLong(Part::size).sum();
            rewritten += size;
            tail.clear();
            parts.add(part(number, size));
        }

        void takeUntil(long end, LongSupplier pieces) {
            while (offset < end) {
                take(Math.min(pieces.getAsLong(), end - offset));
            }
        }
    }

    @Test
    void cutsWhatComesWhereWindowsEnd() {
        assertThat(Windows.room(0)).isEqualTo(8 * MIB);
        assertThat(Windows.room(5)).isEqualTo(8 * MIB - 5);
        assertThat(Windows.room(8 * MIB)).isEqualTo(8 * MIB);
        assertThat(Windows.room((4L << 30) - 1)).isEqualTo(1);
        assertThat(Windows.room(4L << 30)).isEqualTo(16 * MIB);
        assertThat(Windows.room((1L << 40) + 1)).isEqualTo((4L << 30) - 1);
    }

    @Test
    void takesFiveTebibytesInOnePieceInFewParts() {
        Sizes sizes = new Sizes();
        sizes.take(5L << 40);
        assertThat(sizes.parts).hasSizeLessThan(3_300);
        assertThat(sizes.rewritten).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {3L << 30, (1L << 30) + 7, 300 * MIB})
    void takesFiveTebibytesInPieces(long piece) {
        Sizes sizes = new Sizes();
        sizes.takeUntil(5L << 40, () -> piece);
        assertThat(sizes.most).isLessThanOrEqualTo(ObjectPart.MAX_NUMBER);
        assertThat(sizes.parts.stream().mapToLong(Part::size).sum()).isEqualTo(5L << 40);
    }

    @Test
    void writesNothingAnewWherePiecesAreAsUsual() {
        Sizes sizes = new Sizes();
        sizes.takeUntil(1L << 30, () -> 5 * MIB);
        assertThat(sizes.rewritten).isZero();
        Sizes shorter = new Sizes();
        shorter.takeUntil(1L << 30, () -> 4 * MIB);
        assertThat(shorter.rewritten).isZero();
    }

    @Test
    void writesLittleAnewWherePiecesAreTiny() {
        Sizes sizes = new Sizes();
        sizes.takeUntil(64 * MIB, () -> 1 << 10);
        assertThat(sizes.parts).hasSizeLessThan(8 * Windows.PARTS + Windows.LAST_PARTS);
        assertThat(sizes.rewritten).isLessThan(10 * 64 * MIB);
    }

    @Test
    void neverHasTooManyPartsWhateverComes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 10; round++) {
            Sizes sizes = new Sizes();
            int bits = 10 + random.nextInt(20);
            sizes.takeUntil(
                    (1L << bits) * 1_000, () -> 1 + (random.nextLong() >>> 1) % (1L << bits));
            long windows = sizes.offset / Windows.SHORTEST + 1;
            assertThat((long) sizes.most)
                    .as("seed %d, round %d", seed, round)
                    .isLessThanOrEqualTo(Windows.PARTS * windows + Windows.LAST_PARTS + 1);
        }
    }

    /// Parts that were sent with a digest are not cut where a window ends.
    @Test
    void takesPartsThatReachIntoTheNextWindow() {
        Sizes sizes = new Sizes();
        for (int i = 0; i < 5_000; i++) {
            Windows.toMerge(sizes.parts, sizes.offset).ifPresent(sizes::merge);
            sizes.append(3 * MIB + 1);
        }
        assertThat(sizes.parts).hasSizeLessThan(2_000);
        assertThat(sizes.offset).isEqualTo(5_000 * (3 * MIB + 1));
    }
}
