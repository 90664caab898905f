package dev.varve.replication;

import static dev.varve.replication.Layouts.A;
import static dev.varve.replication.Layouts.B;
import static dev.varve.replication.Layouts.C;
import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.replication.Rule.Match;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnershipTest {
    private static final Ownership OWNERS =
            new Ownership(
                    Layouts.assigned(
                            null,
                            new Rule(Match.ofPrefix("photos", "raw/"), A),
                            new Rule(new Match("", "", "", "video/*", -1, -1, ""), B),
                            new Rule(new Match("photos", "", ".tmp", "", -1, -1, ""), B),
                            new Rule(new Match("photos", "", "", "", 100, 200, ""), B),
                            new Rule(new Match("photos", "", "", "", -1, -1, "GLACIER"), B),
                            new Rule(Match.ofBucket("photos"), C)));

    @ParameterizedTest
    @CsvSource({
        "photos, raw/a,  video/mp4,          1,   GLACIER,  a",
        "photos, a,      Video/MP4; codec=x, 1,   STANDARD, b",
        "mail,   a,      video/mp4,          1,   STANDARD, b",
        "mail,   a,      text/plain,         1,   STANDARD, ''",
        "photos, a.tmp,  text/plain,         1,   STANDARD, b",
        "photos, a,      text/plain,         99,  STANDARD, c",
        "photos, a,      text/plain,         100, STANDARD, b",
        "photos, a,      text/plain,         200, STANDARD, b",
        "photos, a,      text/plain,         201, STANDARD, c",
        "photos, a,      text/plain,         -1,  STANDARD, c",
        "photos, a,      text/plain,         1,   GLACIER,  b",
        "photos, a,      videos,             1,   STANDARD, c",
    })
    void theFirstRuleThatMatchesNamesTheOwner(
            String bucket, String key, String type, long size, String storageClass, String owner) {
        Subject subject = new Subject(bucket, key, type, size, storageClass);
        assertThat(name(OWNERS.ownerOf(subject))).isEqualTo(owner);
    }

    @Test
    void theDefaultOwnerTakesWhatNoRuleDoes() {
        Ownership owners =
                new Ownership(Layouts.assigned(B, new Rule(Match.ofPrefix("mail", "in/"), A)));
        assertThat(name(owners.ownerOf(Subject.ofKey("mail", "in/1")))).isEqualTo("a");
        assertThat(name(owners.ownerOf(Subject.ofKey("mail", "out/1")))).isEqualTo("b");
        assertThat(name(owners.ownerOfBucket("mail"))).isEqualTo("b");
    }

    @Test
    void aBucketItselfGoesWithTheRestOfIt() {
        assertThat(name(OWNERS.ownerOfBucket("photos"))).isEqualTo("c");
        assertThat(name(OWNERS.ownerOfBucket("mail"))).isEmpty();
    }

    @Test
    void aRangeWithinOneRuleHasItsOwner() {
        assertThat(names(OWNERS.ownerOfRange("photos", "raw/"))).isEqualTo("a");
        assertThat(names(OWNERS.ownerOfRange("photos", "raw/2024/"))).isEqualTo("a");
    }

    @Test
    void aRangeThatRulesDivideNamesAllOwners() {
        assertThat(names(OWNERS.ownerOfRange("photos", "r"))).isEqualTo("a b c");
        assertThat(names(OWNERS.ownerOfRange("photos", "x"))).isEqualTo("b c");
        assertThat(names(OWNERS.ownerOfRange("mail", ""))).isEqualTo("b and rest");
    }

    @Test
    void aRuleBehindABroaderOneDividesNothing() {
        Ownership owners =
                new Ownership(
                        Layouts.assigned(
                                A,
                                new Rule(Match.ofPrefix("mail", "in/"), A),
                                new Rule(Match.ofPrefix("mail", "in/b/"), B)));
        assertThat(names(owners.ownerOfRange("mail", ""))).isEqualTo("a");
    }

    @Test
    void eachKeyHasOneOwnerWhereOnlyNamesDecide() {
        Rule inbox = new Rule(Match.ofPrefix("mail", "in/"), A);
        assertThat(new Ownership(Layouts.assigned(B, inbox)).isExact("mail")).isTrue();
        assertThat(new Ownership(Layouts.assigned(null, inbox)).isExact("mail")).isFalse();
        Rule rest = new Rule(Match.ofBucket("mail"), C);
        assertThat(new Ownership(Layouts.assigned(null, inbox, rest)).isExact("mail")).isTrue();
        assertThat(new Ownership(Layouts.assigned(null, inbox, rest)).isExact("photos")).isFalse();
        assertThat(OWNERS.isExact("photos")).isFalse();
    }

    @Test
    void nothingHasAnOwnerWhereAllWritersDecide() {
        Ownership owners = new Ownership(Layouts.replicated(0, Layouts.writer("a", A)));
        assertThat(name(owners.ownerOf(Subject.ofKey("mail", "a")))).isEmpty();
        assertThat(owners.ownerOfRange("mail", "")).isEqualTo(new RangeOwner.None());
    }

    private static @Nullable String name(Owner owner) {
        return switch (owner) {
            case Owner.One(Member member) -> member.name();
            case Owner.None _ -> "";
        };
    }

    private static String names(RangeOwner owner) {
        return switch (owner) {
            case RangeOwner.One(Member member) -> member.name();
            case RangeOwner.None _ -> "";
            case RangeOwner.Split(List<Member> members, boolean rest) ->
                    String.join(" ", members.stream().map(Member::name).sorted().toList())
                            + (rest ? " and rest" : "");
        };
    }
}
