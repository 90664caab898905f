package dev.varve.log.codec;

import dev.varve.log.Bytes;
import dev.varve.log.Event;
import dev.varve.log.HybridTime;
import dev.varve.log.NodeId;
import dev.varve.log.Origin;
import dev.varve.log.Position;
import java.util.ArrayList;
import java.util.List;

/// Events about clusters.
final class ClusterCodec {
    private ClusterCodec() {}

    static void write(ByteWriter out, Event.ClusterEvent event) {
        switch (event) {
            case Event.FormatLevelRaised raised -> out.varint(raised.level());
            case Event.EventsImported imported -> {
                write(out, imported.origin());
                out.varint(imported.first().value()).varint(imported.last().value());
                out.i64(imported.newest().packed());
                out.sized(imported.frame());
            }
            case Event.ClusterChanged changed -> {
                out.varint(changed.epoch()).varint(changed.members().size());
                changed.members().forEach(member -> out.i64(member.value()));
                out.sized(changed.layout());
            }
        }
    }

    static Event.EventsImported readImported(ByteReader in) {
        return new Event.EventsImported(
                readOrigin(in),
                new Position(in.varint()),
                new Position(in.varint()),
                new HybridTime(in.i64()),
                in.sizedBytes());
    }

    static Event.ClusterChanged readChanged(ByteReader in) {
        long epoch = in.varint();
        int count = in.count();
        List<NodeId> members = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            members.add(new NodeId(in.i64()));
        }
        Bytes layout = in.sizedBytes();
        return new Event.ClusterChanged(epoch, members, layout);
    }

    static void write(ByteWriter out, Origin origin) {
        out.i64(origin.node().value()).i32(origin.incarnation());
    }

    static Origin readOrigin(ByteReader in) {
        NodeId node = new NodeId(in.i64());
        return new Origin(node, in.i32());
    }
}
