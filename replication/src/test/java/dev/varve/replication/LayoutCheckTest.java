package dev.varve.replication;

import static dev.varve.replication.Layouts.A;
import static dev.varve.replication.Layouts.B;
import static dev.varve.replication.Layouts.C;
import static dev.varve.replication.Layouts.reader;
import static dev.varve.replication.Layouts.writer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.varve.log.Bytes;
import dev.varve.log.NodeId;
import dev.varve.replication.ClusterLayout.Mode;
import dev.varve.replication.ClusterLayout.NotOwner;
import dev.varve.replication.ClusterLayout.ReadOnly;
import dev.varve.replication.LayoutProblem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutCheckTest {
    private static final ClusterLayout TWO = Layouts.replicated(0, writer("a", A), writer("b", B));

    @Test
    void takesTheFirstLayoutAndTheNext() {
        assertThat(LayoutCheck.validate(null, TWO)).isEmpty();
        assertThat(LayoutCheck.validate(TWO, TWO.withEpoch(2))).isEmpty();
    }

    @Test
    void refusesAnEpochThatIsNotTheNext() {
        assertThat(problem(TWO, TWO))
                .isEqualTo(
                        new LayoutProblem(
                                Kind.NOT_NEXT_EPOCH,
                                "the layout in force has epoch 1, so the next one has 2, not 1"));
        assertThat(problem(TWO, TWO.withEpoch(3)).kind()).isEqualTo(Kind.NOT_NEXT_EPOCH);
        assertThat(problem(null, TWO.withEpoch(2)).kind()).isEqualTo(Kind.NOT_NEXT_EPOCH);
    }

    @Test
    void refusesMembersThatCannotBeToldApart() {
        assertThat(problem(Layouts.replicated(0, writer("a", A), writer("b", A))))
                .isEqualTo(
                        new LayoutProblem(
                                Kind.DUPLICATE_NODE,
                                "node 000000000000000a is that of a and of b"));
        Member other = at(B, "a", "https://other.example.com");
        assertThat(problem(Layouts.replicated(0, writer("a", A), other)).what())
                .isEqualTo("name a is that of a and of a");
        Member same = at(B, "b", "https://a.example.com:9443");
        assertThat(problem(Layouts.replicated(0, writer("a", A), same)).what())
                .isEqualTo("URL https://a.example.com:9443 is that of a and of b");
    }

    @Test
    void refusesOneKeyForTwoMembers() {
        Member one = withKey(writer("a", A), 1, "c0ffee");
        Member two = withKey(writer("b", B), 9, "c0ffee");
        assertThat(problem(Layouts.replicated(0, one, two)).what())
                .isEqualTo("public key c0ffee is that of a and of b");
    }

    @Test
    void refusesToRemoveTheLastWriter() {
        assertThat(problem(TWO, Layouts.replicated(0, reader("a", A)).withEpoch(2)).what())
                .isEqualTo("no member would be a writer");
    }

    @Test
    void refusesMoreCopiesThanWriters() {
        assertThat(problem(Layouts.replicated(3, writer("a", A), writer("b", B), reader("c", C))))
                .isEqualTo(
                        new LayoutProblem(
                                Kind.FACTOR_TOO_HIGH,
                                "a factor of 3 needs as many writers; there are 2"));
        Member weightless = Layouts.member("b", B, Member.Role.WRITER, 0, "", Keeps.ALL);
        assertThat(problem(Layouts.replicated(2, writer("a", A), weightless)).kind())
                .isEqualTo(Kind.WEIGHTLESS);
    }

    @Test
    void refusesOwnersThatCannotDecide() {
        Rule rule = new Rule(Rule.Match.ofBucket("mail"), new NodeId(0xd));
        assertThat(problem(Layouts.assigned(A, rule)).what())
                .isEqualTo("the owner of rule 1, node 000000000000000d, is no member");
        assertThat(
                        problem(
                                        Layouts.assigned(
                                                B,
                                                List.of(),
                                                List.of(writer("a", A), reader("b", B))))
                                .what())
                .isEqualTo("the default owner, b, is read-only");
    }

    @Test
    void refusesRulesThatNobodyAsks() {
        Rule rule = new Rule(Rule.Match.ofBucket("mail"), A);
        ClusterLayout layout =
                new ClusterLayout(
                        1,
                        Mode.REPLICATED,
                        List.of(writer("a", A)),
                        0,
                        List.of(rule),
                        null,
                        NotOwner.FORWARD,
                        ReadOnly.FORWARD);
        assertThat(problem(layout).kind()).isEqualTo(Kind.RULES_WITHOUT_ASSIGNMENT);
    }

    @Test
    void refusesARuleThatIsSaidTwice() {
        Rule.Match match = Rule.Match.ofPrefix("mail", "in/");
        assertThat(problem(Layouts.assigned(null, new Rule(match, A), new Rule(match, B))).what())
                .isEqualTo("rule 2 matches what an earlier one does");
    }

    @Test
    void refusesAnotherKeyUnderAnIdThatIsTaken() {
        ClusterLayout before = Layouts.replicated(0, withKey(writer("a", A), 1, "c0ffee"));
        ClusterLayout after = Layouts.replicated(0, withKey(writer("a", A), 1, "decade"));
        assertThat(problem(before, after.withEpoch(2)).what())
                .isEqualTo("key 1 of a would be another one; give a new key a new id");
        ClusterLayout rotated = Layouts.replicated(0, withKey(writer("a", A), 2, "decade"));
        assertThat(LayoutCheck.validate(before, rotated.withEpoch(2))).isEmpty();
    }

    @Test
    void refusesMoreBytesThanAnEventMayCarry() {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < ClusterLayout.MAX_RULES; i++) {
            rules.add(new Rule(Rule.Match.ofPrefix("mail", i + "x".repeat(600)), A));
        }
        assertThat(problem(Layouts.assigned(null, rules.toArray(new Rule[0]))).kind())
                .isEqualTo(Kind.TOO_LARGE);
    }

    @Test
    void tellsAllProblemsAtOnce() {
        ClusterLayout layout = Layouts.replicated(5, writer("a", A), writer("a", A));
        assertThat(LayoutCheck.validate(null, layout.withEpoch(9)))
                .extracting(LayoutProblem::kind)
                .containsExactly(
                        Kind.NOT_NEXT_EPOCH,
                        Kind.DUPLICATE_NODE,
                        Kind.DUPLICATE_NAME,
                        Kind.DUPLICATE_URL,
                        Kind.FACTOR_TOO_HIGH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a.example.com:9443",
                "ftp://a.example.com",
                "https://a.example.com/path",
                "https://a.example.com/",
                "https://user@a.example.com",
                "https://a.example.com?x",
                "https://a.example.com:70000",
                "https://a b"
            })
    void refusesUrlsThatAreNoneOfAPeer(String url) {
        assertThatThrownBy(() -> at(A, "a", url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a URL of a is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a b", "ä", "a/b"})
    void refusesNamesThatPeopleCannotType(String name) {
        assertThatThrownBy(() -> at(A, name, "https://a.example.com"))
                .hasMessageContaining("a member's name has");
    }

    @Test
    void refusesRulesThatCanNeverMatch() {
        assertThatThrownBy(() -> new Rule.Match("", "", "", "", 10, 9, ""))
                .hasMessage("a rule's smallest size, 10, is above its largest, 9");
        assertThatThrownBy(() -> new Rule.Match("", "", "", "image", -1, -1, ""))
                .hasMessageContaining("content type");
        assertThatThrownBy(() -> new Rule.Match("B", "", "", "", -1, -1, ""))
                .hasMessageContaining("bucket");
    }

    private static Member at(NodeId node, String name, String url) {
        return new Member(
                node, name, List.of(url), new TreeMap<>(), Member.Role.WRITER, 1, "", Keeps.ALL);
    }

    private static Member withKey(Member member, int id, String hex) {
        TreeMap<Integer, Bytes> keys = new TreeMap<>();
        keys.put(id, Bytes.hex(hex));
        return new Member(
                member.node(),
                member.name(),
                member.urls(),
                keys,
                member.role(),
                member.weight(),
                member.group(),
                member.keeps());
    }

    private static LayoutProblem problem(ClusterLayout layout) {
        return problem(null, layout);
    }

    private static LayoutProblem problem(
            @org.jspecify.annotations.Nullable ClusterLayout before, ClusterLayout after) {
        List<LayoutProblem> problems = LayoutCheck.validate(before, after);
        assertThat(problems).hasSize(1);
        return problems.getFirst();
    }
}
