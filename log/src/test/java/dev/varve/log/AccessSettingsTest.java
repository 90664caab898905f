package dev.varve.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.AccessSettings.Reach;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessSettingsTest {
    private static final Set<AccessRight> READ = EnumSet.of(AccessRight.READ);

    private static AccessGrant grant(String bucket, String prefix) {
        return new AccessGrant(READ, bucket, prefix);
    }

    private static AccessSettings settings(String label, List<AccessGrant> grants) {
        return new AccessSettings(label, grants, Reach.OWN, null);
    }

    @Test
    void rightsAreWhatTheirBitsSay() {
        for (int bits = 1; bits < 64; bits++) {
            assertThat(AccessRight.bits(AccessRight.ofBits(bits))).isEqualTo(bits);
        }
        assertThat(AccessRight.ofBits(1 | 8)).containsOnly(AccessRight.READ, AccessRight.LIST);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 64, 65, -1})
    void refusesBitsThatAreNoRights(int bits) {
        assertThatThrownBy(() -> AccessRight.ofBits(bits))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "*, '', box, p/, true",
        "box, '', box, p/, true",
        "box, p/, box, p/q, true",
        "box, p/, box, p, false",
        "box, '', cox, '', false",
        "box, '', *, '', false",
        "*, p/, box, p/q, true",
        "*, p/, box, q, false"
    })
    void reachesWhatIsAPartOfIt(
            String bucket, String prefix, String other, String below, boolean reaches) {
        assertThat(grant(bucket, prefix).reaches(grant(other, below))).isEqualTo(reaches);
    }

    @Test
    void refusesGrantsOfNothingAndOfNoBucket() {
        assertThatThrownBy(() -> new AccessGrant(Set.of(), "bucket", ""))
                .isInstanceOf(IllegalArgumentException.class);
        for (String bucket : List.of("", "**", "b*", "Not_A_Name", "a/b")) {
            assertThatThrownBy(() -> grant(bucket, ""))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(grant("bucket", "é".repeat(512)).isWhole()).isFalse();
        assertThatThrownBy(() -> grant("bucket", "é".repeat(513)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesTooManyGrantsAndNone() {
        List<AccessGrant> most =
                Collections.nCopies(AccessSettings.MAX_GRANTS, AccessGrant.EVERYTHING);
        assertThat(settings("", most).grants()).hasSize(64);
        List<AccessGrant> more = Collections.nCopies(65, AccessGrant.EVERYTHING);
        assertThatThrownBy(() -> settings("", more)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings("", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesLabelsThatAreLongOrBreakLines() {
        List<AccessGrant> all = List.of(AccessGrant.EVERYTHING);
        assertThat(settings("l".repeat(128), all).label()).hasSize(128);
        for (String label : List.of("l".repeat(129), "a\nb", "\u0000", "a\u009bb")) {
            assertThatThrownBy(() -> settings(label, all))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void expiresAtTheVeryMoment() {
        Instant end = Instant.parse("2026-01-01T00:00:00.123456Z");
        AccessSettings settings =
                new AccessSettings("", List.of(AccessGrant.EVERYTHING), Reach.OWN, end);
        assertThat(settings.expires()).isEqualTo("2026-01-01T00:00:00.123Z");
        assertThat(settings.isExpired(Instant.parse("2026-01-01T00:00:00.122Z"))).isFalse();
        assertThat(settings.isExpired(Instant.parse("2026-01-01T00:00:00.123Z"))).isTrue();
        assertThat(settings("", List.of(AccessGrant.EVERYTHING)).isExpired(Instant.MAX)).isFalse();
    }

    @Test
    void drawsIdsThatLookLikeThoseOfS3() {
        Random random = new Random(7);
        Set<AccessKeyId> drawn = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            drawn.add(AccessKeyId.random(random));
        }
        assertThat(drawn).hasSize(1000).allMatch(id -> AccessKeyId.isValid(id.value()));
        for (String bad : List.of("", "ABC", "abcdefghij234567wxyz", "ABCDEFGHIJ234567WXY/")) {
            assertThatThrownBy(() -> new AccessKeyId(bad))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
