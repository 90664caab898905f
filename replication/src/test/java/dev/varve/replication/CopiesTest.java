package dev.varve.replication;

import static dev.varve.replication.Layouts.A;
import static dev.varve.replication.Layouts.B;
import static dev.varve.replication.Layouts.C;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.varve.log.BlobId;
import dev.varve.log.NodeId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CopiesTest {
    private static final Subject OBJECT = Subject.ofKey("photos", "a");

    /// Nodes of different releases must agree, so this may never change.
    @Test
    void placesBlobsWhereItAlwaysDid() {
        Copies copies = new Copies(three(2, 1, 1, 1));
        assertThat(List.of(0, 1, 2, 3, 4, 5, 6, 7))
                .extracting(i -> names(copies.keepers(OBJECT, blob(i))))
                .containsExactly("b a", "c b", "c a", "c a", "c b", "c a", "b c", "c b");
    }

    @Test
    void weightsShareBytesOut() {
        Copies copies = new Copies(three(1, 1, 2, 5));
        Map<String, Integer> counts = new TreeMap<>();
        int blobs = 20_000;
        for (int i = 0; i < blobs; i++) {
            counts.merge(names(copies.keepers(OBJECT, blob(i))), 1, Integer::sum);
        }
        assertThat(counts.getOrDefault("a", 0) / (double) blobs).isCloseTo(0.125, within(0.015));
        assertThat(counts.getOrDefault("b", 0) / (double) blobs).isCloseTo(0.25, within(0.015));
        assertThat(counts.getOrDefault("c", 0) / (double) blobs).isCloseTo(0.625, within(0.015));
    }

    @Test
    void copiesGoToDifferentGroupsFirst() {
        Copies copies =
                new Copies(
                        Layouts.replicated(
                                2,
                                of("a", A, 1, "east", Keeps.ALL),
                                of("b", B, 1, "east", Keeps.ALL),
                                of("c", C, 1, "west", Keeps.ALL)));
        for (int i = 0; i < 200; i++) {
            assertThat(names(copies.keepers(OBJECT, blob(i)))).contains("c");
        }
    }

    @Test
    void excludingWinsOverIncluding() {
        Keeps keeps =
                new Keeps(
                        new TreeSet<>(),
                        List.of(KeyRange.parse("photos")),
                        List.of(KeyRange.parse("*/tmp/")),
                        -1);
        Copies copies =
                new Copies(Layouts.replicated(0, of("a", A, 1, "", keeps), Layouts.writer("b", B)));
        assertThat(copies.wants(A, Subject.ofKey("photos", "x"), blob(1))).isTrue();
        assertThat(copies.wants(A, Subject.ofKey("photos", "tmp/x"), blob(1))).isFalse();
        assertThat(copies.wants(A, Subject.ofKey("mail", "x"), blob(1))).isFalse();
        assertThat(copies.wants(B, Subject.ofKey("photos", "tmp/x"), blob(1))).isTrue();
    }

    @Test
    void membersKeepTheClassesAndSizesTheySay() {
        Keeps cold = new Keeps(new TreeSet<>(List.of("GLACIER")), List.of(), List.of(), 100);
        Copies copies =
                new Copies(Layouts.replicated(0, Layouts.writer("a", A), of("b", B, 1, "", cold)));
        assertThat(copies.wants(B, new Subject("m", "k", "", 100, "GLACIER"), blob(1))).isTrue();
        assertThat(copies.wants(B, new Subject("m", "k", "", 101, "GLACIER"), blob(1))).isFalse();
        assertThat(copies.wants(B, new Subject("m", "k", "", 1, ""), blob(1))).isFalse();
    }

    @Test
    void readOnlyMembersKeepAllTheySelectWhateverTheFactor() {
        Copies copies =
                new Copies(Layouts.replicated(1, Layouts.writer("a", A), Layouts.reader("b", B)));
        assertThat(copies.wants(A, OBJECT, blob(1))).isTrue();
        assertThat(copies.wants(B, OBJECT, blob(1))).isTrue();
        assertThat(copies.wants(C, OBJECT, blob(1))).isFalse();
    }

    private static ClusterLayout three(int factor, int ofA, int ofB, int ofC) {
        return Layouts.replicated(
                factor,
                of("a", A, ofA, "", Keeps.ALL),
                of("b", B, ofB, "", Keeps.ALL),
                of("c", C, ofC, "", Keeps.ALL));
    }

    private static Member of(String name, NodeId node, int weight, String group, Keeps keeps) {
        return Layouts.member(name, node, Member.Role.WRITER, weight, group, keeps);
    }

    private static String names(List<Member> members) {
        return String.join(" ", members.stream().map(Member::name).toList());
    }

    private static BlobId blob(int number) {
        try {
            byte[] content = ("blob " + number).getBytes(StandardCharsets.UTF_8);
            return BlobId.sha256(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
