package dev.varve.replication;

import dev.varve.log.Bytes;
import dev.varve.log.NodeId;
import dev.varve.replication.ClusterLayout.Mode;
import dev.varve.replication.ClusterLayout.NotOwner;
import dev.varve.replication.ClusterLayout.ReadOnly;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Layouts for tests: small ones written out, and random ones that are valid.
public final class Layouts {
    static final NodeId A = new NodeId(0xa);
    static final NodeId B = new NodeId(0xb);
    static final NodeId C = new NodeId(0xc);
    private static final List<String> BUCKETS = List.of("photos", "mail", "x.y");
    private static final List<String> PREFIXES = List.of("", "a", "a/", "a/b", "ä/", "b", "𝄞");
    private static final List<String> TYPES =
            List.of("", "", "image/png", "image/*", "text/plain", "text/*");
    private static final List<String> CLASSES = List.of("STANDARD", "GLACIER", "STANDARD_IA");

    private Layouts() {}

    static Member writer(String name, NodeId node) {
        return member(name, node, Member.Role.WRITER, 1, "", Keeps.ALL);
    }

    static Member reader(String name, NodeId node) {
        return member(name, node, Member.Role.READ_ONLY, 1, "", Keeps.ALL);
    }

    static Member member(
            String name, NodeId node, Member.Role role, int weight, String group, Keeps keeps) {
        return new Member(
                node,
                name,
                List.of("https://" + name + ".example.com:9443"),
                new TreeMap<>(),
                role,
                weight,
                group,
                keeps);
    }

    static ClusterLayout replicated(int factor, Member... members) {
        return new ClusterLayout(
                1,
                Mode.REPLICATED,
                List.of(members),
                factor,
                List.of(),
                null,
                NotOwner.FORWARD,
                ReadOnly.FORWARD);
    }

    /// Of the writers a, b and c.
    static ClusterLayout assigned(@Nullable NodeId byDefault, Rule... rules) {
        return assigned(
                byDefault, List.of(rules), List.of(writer("a", A), writer("b", B), writer("c", C)));
    }

    static ClusterLayout assigned(
            @Nullable NodeId byDefault, List<Rule> rules, List<Member> members) {
        return new ClusterLayout(
                1, Mode.ASSIGNED, members, 0, rules, byDefault, NotOwner.REFUSE, ReadOnly.REDIRECT);
    }

    /// Every field is set; never changed, since a golden file is of it.
    public static ClusterLayout sample() {
        TreeMap<Integer, Bytes> keys = new TreeMap<>();
        keys.put(1, Bytes.hex("c0ffee"));
        keys.put(300, Bytes.hex("decade"));
        Member first =
                new Member(
                        new NodeId(0x0123456789abcdefL),
                        "vienna-1",
                        List.of("https://vienna-1.example.com:9443", "http://[fd00::1]:9080"),
                        keys,
                        Member.Role.WRITER,
                        200,
                        "vienna",
                        new Keeps(
                                new TreeSet<>(List.of("STANDARD", "GLACIER")),
                                List.of(new KeyRange("photos", ""), new KeyRange("*", "a/ä")),
                                List.of(new KeyRange("photos", "tmp/")),
                                1L << 40));
        return new ClusterLayout(
                7,
                Mode.ASSIGNED,
                List.of(first, writer("b", B), reader("c", C)),
                2,
                List.of(
                        new Rule(
                                new Rule.Match(
                                        "photos", "2024/", ".png", "image/*", 0, 1 << 20,
                                        "GLACIER"),
                                first.node()),
                        new Rule(Rule.Match.ofBucket("mail"), B)),
                first.node(),
                NotOwner.REFUSE,
                ReadOnly.REDIRECT);
    }

    /// Of about so many thousand bytes.
    public static ClusterLayout large(int thousands) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < thousands; i++) {
            String prefix = i + "p".repeat(1000) + "/";
            rules.add(new Rule(new Rule.Match("photos", prefix, "", "", 0, 1 << 20, ""), A));
        }
        return assigned(A, rules, List.of(writer("a", A)));
    }

    static ClusterLayout random(Random random) {
        List<Member> members = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            members.add(member(random, i));
        }
        List<NodeId> writers = members.stream().filter(Member::writes).map(Member::node).toList();
        Mode mode = random.nextBoolean() ? Mode.ASSIGNED : Mode.REPLICATED;
        return new ClusterLayout(
                1,
                mode,
                members,
                random.nextInt(writers.size() + 1),
                mode == Mode.ASSIGNED ? rules(random, writers) : List.of(),
                mode == Mode.ASSIGNED && random.nextBoolean() ? pick(random, writers) : null,
                random.nextBoolean() ? NotOwner.FORWARD : NotOwner.REFUSE,
                random.nextBoolean() ? ReadOnly.FORWARD : ReadOnly.REDIRECT);
    }

    private static Member member(Random random, int number) {
        TreeMap<Integer, Bytes> keys = new TreeMap<>();
        byte[] key = new byte[44];
        random.nextBytes(key);
        keys.put(random.nextInt(5), Bytes.of(key));
        return new Member(
                new NodeId(random.nextLong()),
                "m" + number,
                List.of("http://m" + number + ":9000"),
                keys,
                number > 0 && random.nextInt(3) == 0 ? Member.Role.READ_ONLY : Member.Role.WRITER,
                1 + random.nextInt(3),
                random.nextBoolean() ? "" : "g" + random.nextInt(2),
                random.nextBoolean() ? Keeps.ALL : keeps(random));
    }

    private static Keeps keeps(Random random) {
        return new Keeps(
                new TreeSet<>(some(random, 3, () -> pick(random, CLASSES))),
                some(random, 3, () -> range(random)),
                some(random, 3, () -> range(random)),
                random.nextInt(3) == 0 ? random.nextInt(100) : -1);
    }

    private static KeyRange range(Random random) {
        return new KeyRange(
                random.nextBoolean() ? "*" : pick(random, BUCKETS), pick(random, PREFIXES));
    }

    private static List<Rule> rules(Random random, List<NodeId> writers) {
        return some(random, 8, () -> new Rule(match(random), pick(random, writers))).stream()
                .collect(
                        java.util.stream.Collectors.toMap(
                                Rule::match,
                                rule -> rule,
                                (one, _) -> one,
                                java.util.LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }

    private static Rule.Match match(Random random) {
        long smallest = random.nextInt(4) == 0 ? random.nextInt(50) : -1;
        return new Rule.Match(
                random.nextBoolean() ? "" : pick(random, BUCKETS),
                pick(random, PREFIXES),
                random.nextInt(3) == 0 ? ".png" : "",
                pick(random, TYPES),
                smallest,
                random.nextInt(4) == 0 ? 50 + random.nextInt(50) : -1,
                random.nextInt(4) == 0 ? pick(random, CLASSES) : "");
    }

    static Subject subject(Random random) {
        String end = random.nextBoolean() ? ".png" : "x" + random.nextInt(9);
        return new Subject(
                pick(random, BUCKETS),
                pick(random, PREFIXES) + pick(random, PREFIXES) + end,
                random.nextBoolean() ? "image/PNG; a=b" : "text/plain",
                random.nextInt(120) - 1,
                random.nextBoolean() ? "" : pick(random, CLASSES));
    }

    private static <T> List<T> some(Random random, int most, Supplier<T> one) {
        List<T> all = new ArrayList<>();
        for (int left = random.nextInt(most + 1); left > 0; left--) {
            all.add(one.get());
        }
        return all;
    }

    static <T> T pick(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
