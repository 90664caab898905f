package dev.varve.replication;

import dev.varve.log.Bytes;
import dev.varve.log.NodeId;
import dev.varve.log.StoreException;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.replication.ClusterLayout.Mode;
import dev.varve.replication.ClusterLayout.NotOwner;
import dev.varve.replication.ClusterLayout.ReadOnly;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A layout as the bytes that events carry. The byte table is `FORMAT.md` beside this.
public final class LayoutCodec {
    private static final int VERSION = 1;

    /// Of one that knows former members, who come last.
    private static final int WITH_FORMER = 2;

    private LayoutCodec() {}

    /// May be longer than [ClusterLayout#MAX_BYTES], which [LayoutCheck] refuses.
    public static Bytes write(ClusterLayout layout) {
        ByteWriter out = new ByteWriter();
        boolean hasFormer = !layout.former().isEmpty();
        out.u8(hasFormer ? WITH_FORMER : VERSION)
                .varint(layout.epoch())
                .u8(layout.mode().tag())
                .varint(layout.factor());
        out.u8(layout.notOwner().tag()).u8(layout.readOnly().tag());
        NodeId owner = layout.defaultOwner();
        out.flag(owner != null);
        if (owner != null) {
            out.i64(owner.value());
        }
        out.varint(layout.members().size());
        layout.members().forEach(member -> write(out, member));
        out.varint(layout.rules().size());
        layout.rules().forEach(rule -> write(out, rule));
        if (hasFormer) {
            out.varint(layout.former().size());
            layout.former().forEach(each -> writeKeys(out.i64(each.node().value()), each.keys()));
        }
        return Bytes.of(out.toArray());
    }

    /// @throws IllegalArgumentException for bytes that [#write(ClusterLayout)] never made
    /// @throws StoreException.FromTheFuture for those of a newer release
    public static ClusterLayout read(Bytes bytes) {
        ByteReader in = new ByteReader(bytes.toArray());
        int version = in.u8();
        if (version != VERSION && version != WITH_FORMER) {
            throw new StoreException.FromTheFuture(
                    "a cluster layout of form " + version + " needs a newer release");
        }
        long epoch = in.varint();
        Mode mode = Mode.ofTag(in.u8());
        int factor = in.varint32();
        NotOwner notOwner = NotOwner.ofTag(in.u8());
        ReadOnly readOnly = ReadOnly.ofTag(in.u8());
        @Nullable NodeId owner = in.flag() ? new NodeId(in.i64()) : null;
        List<Member> members = list(in, () -> readMember(in));
        List<Rule> rules = list(in, () -> readRule(in));
        List<ClusterLayout.Former> former =
                version == WITH_FORMER
                        ? list(
                                in,
                                () -> new ClusterLayout.Former(new NodeId(in.i64()), readKeys(in)))
                        : List.of();
        in.end();
        return new ClusterLayout(
                epoch, mode, members, factor, rules, owner, notOwner, readOnly, former);
    }

    private static void writeKeys(ByteWriter out, SortedMap<Integer, Bytes> keys) {
        out.varint(keys.size());
        keys.forEach((id, key) -> out.varint(id).sized(key));
    }

    private static void write(ByteWriter out, Member member) {
        out.i64(member.node().value()).string(member.name());
        out.varint(member.urls().size());
        member.urls().forEach(out::string);
        writeKeys(out, member.keys());
        out.u8(member.role().tag()).varint(member.weight()).string(member.group());
        Keeps keeps = member.keeps();
        out.varint(keeps.classes().size());
        keeps.classes().forEach(out::string);
        write(out, keeps.include());
        write(out, keeps.exclude());
        out.zigzag(keeps.largest());
    }

    private static void write(ByteWriter out, List<KeyRange> ranges) {
        out.varint(ranges.size());
        ranges.forEach(range -> out.string(range.bucket()).string(range.prefix()));
    }

    private static Member readMember(ByteReader in) {
        NodeId node = new NodeId(in.i64());
        String name = in.string();
        List<String> urls = list(in, in::string);
        SortedMap<Integer, Bytes> keys = readKeys(in);
        return new Member(
                node,
                name,
                urls,
                keys,
                Member.Role.ofTag(in.u8()),
                in.varint32(),
                in.string(),
                new Keeps(
                        new TreeSet<>(list(in, in::string)),
                        readRanges(in),
                        readRanges(in),
                        in.zigzag()));
    }

    private static SortedMap<Integer, Bytes> readKeys(ByteReader in) {
        SortedMap<Integer, Bytes> keys = new TreeMap<>();
        for (int left = in.count(); left > 0; left--) {
            keys.put(in.varint32(), in.sizedBytes());
        }
        return keys;
    }

    private static List<KeyRange> readRanges(ByteReader in) {
        return list(in, () -> new KeyRange(in.string(), in.string()));
    }

    private static void write(ByteWriter out, Rule rule) {
        Rule.Match match = rule.match();
        out.string(match.bucket()).string(match.prefix()).string(match.suffix());
        out.string(match.contentType()).zigzag(match.smallest()).zigzag(match.largest());
        out.string(match.storageClass()).i64(rule.owner().value());
    }

    private static Rule readRule(ByteReader in) {
        return new Rule(
                new Rule.Match(
                        in.string(),
                        in.string(),
                        in.string(),
                        in.string(),
                        in.zigzag(),
                        in.zigzag(),
                        in.string()),
                new NodeId(in.i64()));
    }

    private static <T> List<T> list(ByteReader in, Supplier<T> one) {
        int count = in.count();
        List<T> all = new ArrayList<>(Math.min(count, ClusterLayout.MAX_RULES));
        for (int i = 0; i < count; i++) {
            all.add(one.get());
        }
        return all;
    }
}
