package dev.varve.server.api.cluster;

import dev.varve.log.Bytes;
import dev.varve.log.NodeId;
import dev.varve.replication.Keeps;
import dev.varve.replication.KeyRange;
import dev.varve.replication.Member;
import dev.varve.replication.Member.Role;
import dev.varve.server.api.About;
import dev.varve.server.surface.MetadataRules;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A member of a [LayoutForm]. What is missing is as for a writer that keeps everything.
public record MemberForm(
        @About(value = "id of the node, or self for the one that is asked", example = "self")
                String node,
        @About(value = "unique", example = "a") String name,
        @About(
                        value = "where others reach it, best first",
                        example = "[\"https://a.example.com:9443\"]")
                List<String> urls,
        @About("public keys in hexadecimal, by their ids") @Nullable Map<String, String> keys,
        @Nullable Role role,
        @About("its share of the bytes; 1 where it is missing") @Nullable Integer weight,
        @About("copies go to different groups first") @Nullable String group,
        @About("storage classes that it keeps; all where there are none")
                @Nullable List<String> classes,
        @About("BUCKET/PREFIX or */PREFIX that it keeps; all where there are none")
                @Nullable List<String> include,
        @About("the same for what it does not keep, which wins") @Nullable List<String> exclude,
        @About("bytes of the largest object that it keeps") @Nullable Long largest) {
    public static final String SELF = "self";
    private static final Pattern NODE = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern KEY_ID = Pattern.compile("[0-9]{1,10}");
    private static final Pattern HEX = Pattern.compile("([0-9a-f]{2})+");

    static MemberForm of(Member member) {
        Map<String, String> keys = new TreeMap<>();
        member.keys().forEach((id, key) -> keys.put(Integer.toString(id), key.toString()));
        Keeps keeps = member.keeps();
        return new MemberForm(
                member.node().toString(),
                member.name(),
                member.urls(),
                keys,
                member.role(),
                member.weight(),
                member.group(),
                List.copyOf(keeps.classes()),
                keeps.include().stream().map(KeyRange::toString).toList(),
                keeps.exclude().stream().map(KeyRange::toString).toList(),
                keeps.largest() < 0 ? null : keeps.largest());
    }

    Member member(NodeId self) {
        return new Member(
                node(self),
                name,
                all(urls),
                keyring(),
                role == null ? Role.WRITER : role,
                weight == null ? 1 : weight,
                group == null ? "" : group,
                keeps());
    }

    private NodeId node(NodeId self) {
        return node.equals(SELF) ? self : node(node);
    }

    /// @throws IllegalArgumentException for what is no id
    static NodeId node(String text) {
        if (!NODE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a node's id has 16 hexadecimal digits, and is not '" + text + "'");
        }
        return new NodeId(HexFormat.fromHexDigitsToLong(text));
    }

    private SortedMap<Integer, Bytes> keyring() {
        SortedMap<Integer, Bytes> all = new TreeMap<>();
        if (keys != null) {
            keys.forEach((id, key) -> {
                if (!isKeyId(id) || !HEX.matcher(LayoutForm.present(key)).matches()) {
                    throw new IllegalArgumentException(
                            "keys are hexadecimal digits by a number, unlike '" + id + "'");
                }
                all.put(Integer.valueOf(id), Bytes.hex(key));
            });
        }
        return all;
    }

    private static boolean isKeyId(String text) {
        return KEY_ID.matcher(text).matches() && Long.parseLong(text) <= Integer.MAX_VALUE;
    }

    private Keeps keeps() {
        TreeSet<String> kept = new TreeSet<>(all(classes));
        kept.forEach(MemberForm::requireClass);
        return new Keeps(kept, ranges(include), ranges(exclude), largest == null ? -1 : largest);
    }

    /// Objects have no other ones, so that another one would be a mistake.
    static void requireClass(String name) {
        if (!MetadataRules.CLASSES.contains(name)) {
            throw new IllegalArgumentException(
                    "there is no storage class '"
                            + name
                            + "'; there are "
                            + String.join(", ", new TreeSet<>(MetadataRules.CLASSES)));
        }
    }

    private static List<KeyRange> ranges(@Nullable List<String> given) {
        return all(given).stream().map(KeyRange::parse).toList();
    }

    private static List<String> all(@Nullable List<String> given) {
        List<String> none = List.of();
        return (given == null ? none : given).stream().map(LayoutForm::present).toList();
    }
}
