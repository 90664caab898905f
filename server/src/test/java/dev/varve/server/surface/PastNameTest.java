package dev.varve.server.surface;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Position;
import dev.varve.server.store.AsOf;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastNameTest {
    private static final String LETTERS = "abcz019-.";
    private static final String PIECES = "at--p0123456789tz.-ab";

    private static AsOf position(long value) {
        return new AsOf.AtPosition(new Position(value));
    }

    @ParameterizedTest
    @CsvSource({
        "photos--at--20261120t101500z, photos, 2026-11-20T10:15:00Z",
        "photos--at--20261120t101500123z, photos, 2026-11-20T10:15:00.123Z",
        "a--at--b--at--20240229t235959999z, a--at--b, 2024-02-29T23:59:59.999Z",
    })
    void namesABucketAtATime(String name, String bucket, Instant time) {
        assertThat(PastName.parse(name))
                .contains(new PastName.OfName(new BucketName(bucket), new AsOf.At(time)));
    }

    @ParameterizedTest
    @CsvSource({"photos--at--p0, 0", "photos--at--p12345, 12345"})
    void namesABucketAtAPosition(String name, long position) {
        assertThat(PastName.parse(name))
                .contains(new PastName.OfName(new BucketName("photos"), position(position)));
    }

    @Test
    void namesABucketByItsIdWhereItsNameIsTooLong() {
        assertThat(PastName.parse("at--ff0000000000000a--p7"))
                .contains(new PastName.OfId(new BucketId(0xff0000000000000aL), position(7)));
        BucketName longest = new BucketName("b".repeat(63));
        AsOf time = new AsOf.At(Instant.parse("2026-11-20T10:15:00.120Z"));
        assertThat(PastName.of(longest, new BucketId(10), time))
                .hasToString("at--000000000000000a--20261120t101500120z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "photos",
                "photos--at--",
                "photos--at--now",
                "photos--at--p",
                "photos--at--p01",
                "photos--at--p-1",
                "photos--at--p9223372036854775808",
                "photos--at--12345",
                "photos--at--20261120",
                "photos--at--20261120t101500",
                "photos--at--20261120t1015z",
                "photos--at--20261320t101500z",
                "photos--at--20260229t101500z",
                "photos--at--20261120t240000z",
                "photos--at--20261120t101560z",
                "photos--at--20261120t1015001z",
                "photos--at--20261120T101500Z",
                "--at--p1",
                "a--at--p1",
                "at--p1",
                "at--00c0ffee--p1",
                "at--00C0FFEE00C0FFEE--p1",
                "at--00c0ffee00c0ffee--now",
                "photos-at-p1",
                "Photos--at--p1",
                "photos--at--p1--x-s3",
                "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx--at--p1",
            })
    void othersAreNoSuchNames(String name) {
        assertThat(PastName.parse(name)).isEmpty();
    }

    /// Every moment of every bucket has a name, which is a valid one and means it again.
    @Test
    void namesAreReadAsTheyWereWritten() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            BucketName bucket = bucket(random);
            BucketId id = new BucketId(random.nextLong());
            AsOf when = moment(random);
            BucketName name = PastName.of(bucket, id, when);
            PastName read = PastName.parse(name.value()).orElseThrow();
            assertThat(read).isIn(new PastName.OfName(bucket, when), new PastName.OfId(id, when));
            assertThat(PastName.of(bucket, id, read.when())).isEqualTo(name);
        }
    }

    /// Whatever is read as a name of the past means what it would be written as.
    @Test
    void whatIsReadCanBeWritten() {
        Random random = new Random(6);
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            String name = mutated(random);
            Optional<PastName> parsed = PastName.parse(name);
            if (parsed.isPresent()) {
                read++;
                assertThat(PastName.parse(written(parsed.get()))).as(name).isEqualTo(parsed);
            }
        }
        assertThat(read).isBetween(10_000, 199_000);
    }

    private static String written(PastName name) {
        return switch (name) {
            case PastName.OfName(BucketName bucket, AsOf when) ->
                    PastName.of(bucket, new BucketId(1), when).value();
            case PastName.OfId(BucketId id, AsOf when) ->
                    PastName.of(new BucketName("x".repeat(63)), id, when).value();
        };
    }

    private static String mutated(Random random) {
        StringBuilder name =
                new StringBuilder(
                        PastName.of(bucket(random), new BucketId(random.nextLong()), moment(random))
                                .value());
        for (int change = random.nextInt(3); change > 0; change--) {
            char letter = PIECES.charAt(random.nextInt(PIECES.length()));
            int at = random.nextInt(name.length());
            switch (random.nextInt(3)) {
                case 0 -> name.setCharAt(at, letter);
                case 1 -> name.insert(at, letter);
                default -> name.deleteCharAt(at);
            }
        }
        return name.toString();
    }

    private static BucketName bucket(Random random) {
        return Stream.generate(() -> letters(random, 3 + random.nextInt(61)))
                .filter(BucketName::isValid)
                .findFirst()
                .map(BucketName::new)
                .orElseThrow();
    }

    private static String letters(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    /// Times that are whole seconds among them, and the longest positions.
    private static AsOf moment(Random random) {
        if (random.nextBoolean()) {
            return position(random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63));
        }
        long second = random.nextLong(4_102_444_800L);
        return new AsOf.At(
                Instant.ofEpochSecond(second)
                        .plusMillis(random.nextBoolean() ? random.nextInt(1000) : 0));
    }
}
