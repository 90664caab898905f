package dev.varve.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypeTest {
    private static final Type<Duration> TIME = Type.duration(Duration.ZERO, Duration.ofHours(1000));
    private static final Type<Double> SHARE = Type.share(0, 1);
    private static final Type<List<String>> WORDS = Type.text("words", "[a-z]+").list();

    @ParameterizedTest
    @CsvSource({
        "0s, PT0S, 0s",
        "500ms, PT0.5S, 500ms",
        "1500ms, PT1.5S, 1500ms",
        "30s, PT30S, 30s",
        "90 s, PT90S, 90s",
        "15m, PT15M, 15m",
        "120s, PT2M, 2m",
        "24h, PT24H, 24h",
        "3600s, PT1H, 1h"
    })
    void readsAndWritesTimes(String text, Duration time, String written) {
        assertThat(TIME.read(text)).isEqualTo(time);
        assertThat(TIME.write(time)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "1d", "-1s", "1.5s", "PT30S", "1001h", "9999999999s"})
    void refusesWhatIsNoTime(String text) {
        refuses(TIME, text);
    }

    @ParameterizedTest
    @CsvSource({
        "10%, 0.1, 10%",
        "0.1, 0.1, 10%",
        "12.5%, 0.125, 12.5%",
        "0, 0, 0%",
        "100%, 1, 100%",
        "1, 1, 100%"
    })
    void readsAndWritesShares(String text, double share, String written) {
        assertThat(SHARE.read(text)).isEqualTo(share);
        assertThat(SHARE.write(share)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "a lot", "101%", "1.01", "-0.1", "NaN"})
    void refusesWhatIsNoShare(String text) {
        refuses(SHARE, text);
    }

    @Test
    void keepsCountsWithinTheirBounds() {
        Type<Integer> type = Type.count(1, 9);
        assertThat(type.read("9")).isEqualTo(9);
        assertThat(type.expected()).isEqualTo("a whole number from 1 to 9");
        List.of("", "0", "10", "1.5", "one", "99999999999").forEach(text -> refuses(type, text));
    }

    @Test
    void keepsSizesWithinTheirBounds() {
        Type<DataSize> type = Type.size(new DataSize(1024), new DataSize(2048));
        assertThat(type.read("2KiB")).isEqualTo(new DataSize(2048));
        List.of("1023", "2049", "1MiB").forEach(text -> refuses(type, text));
    }

    @Test
    void takesOnlyTrueAndFalse() {
        assertThat(Type.FLAG.read("true")).isTrue();
        assertThat(Type.FLAG.read("false")).isFalse();
        List.of("", "True", "yes", "1").forEach(text -> refuses(Type.FLAG, text));
    }

    @Test
    void readsListsWithCommas() {
        assertThat(WORDS.read("a,b , c")).containsExactly("a", "b", "c");
        assertThat(WORDS.read("none")).isEmpty();
        assertThat(WORDS.write(List.of("a", "b"))).isEqualTo("a, b");
        assertThat(WORDS.write(List.of())).isEqualTo("none");
        List.of("", "a,", "a,,b", "a;b").forEach(text -> refuses(WORDS, text));
    }

    @Test
    void readsAWordForNothing() {
        Type<Optional<Integer>> type = Type.count(1, 9).orNone();
        assertThat(type.read("none")).isEmpty();
        assertThat(type.read("5")).contains(5);
        assertThat(type.write(Optional.empty())).isEqualTo("none");
        assertThat(type.expected()).endsWith(", or none");
        refuses(type, "");
    }

    @Test
    void readsChoicesByTheirName() {
        Type<AccessLog.Format> type = Type.oneOf(AccessLog.Format.class);
        assertThat(type.read("json")).isEqualTo(AccessLog.Format.JSON);
        assertThat(type.write(AccessLog.Format.NONE)).isEqualTo("none");
        assertThat(type.expected()).isEqualTo("one of text, json, none");
        List.of("", "JSON", "xml").forEach(text -> refuses(type, text));
    }

    @Test
    void readsWhereTheAccessLogGoes() {
        assertThat(AccessLog.TARGET_TYPE.read("stderr")).isEqualTo(AccessLog.Target.STDERR);
        assertThat(AccessLog.TARGET_TYPE.read("log/access"))
                .isEqualTo(new AccessLog.Target.InFile(Path.of("log", "access")));
        refuses(AccessLog.TARGET_TYPE, "");
    }

    @Test
    void neverWritesASecret() {
        Secret secret = Type.SECRET.read("open sesame".replace(" ", "-"));
        assertThat(secret.reveal()).isEqualTo("open-sesame");
        assertThat(Type.SECRET.write(secret)).isEqualTo("********");
        assertThat(secret).hasToString("********");
        List.of("", "two words", "line\n", "ünseen", "x".repeat(257))
                .forEach(text -> refuses(Type.SECRET, text));
    }

    private static void refuses(Type<?> type, String text) {
        assertThatThrownBy(() -> type.read(text))
                .as("'%s' as %s", text, type.expected())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
