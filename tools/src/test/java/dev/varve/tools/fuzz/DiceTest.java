package dev.varve.tools.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DiceTest {
    @Test
    void sameSeedMakesSameChoices() {
        assertThat(words(7)).isEqualTo(words(7)).isNotEqualTo(words(8));
    }

    private static List<String> words(long seed) {
        return Stream.generate(new Dice(seed)::word).limit(50).toList();
    }

    @Test
    void plainTextFitsIntoHeader() {
        assertThat(Stream.generate(new Dice(1)::plain).limit(5000))
                .allMatch(text -> text.chars().allMatch(c -> c >= ' ' && c < 127));
    }

    @Test
    void bendsBytesAlmostAlways() {
        byte[] bytes = "PUT /bucket/key HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        Dice dice = new Dice(1);
        long same =
                Stream.generate(() -> dice.mutated(bytes))
                        .limit(1000)
                        .filter(bent -> Arrays.equals(bent, bytes))
                        .count();
        assertThat(same).isLessThan(50);
        assertThat(dice.mutated(new byte[0])).isNotEmpty();
    }
}
