package dev.varve.projections.objects;

import dev.varve.log.BucketId;
import dev.varve.log.LifecycleRule;
import dev.varve.log.Position;
import dev.varve.log.codec.ByteReader;
import dev.varve.log.codec.ByteWriter;
import dev.varve.log.codec.LifecycleCodec;
import dev.varve.projections.Table;
import java.util.List;

/// A bucket's lifecycle rules under its id.
final class LifecycleRow {
    private LifecycleRow() {}

    static byte[] bytes(Position since, List<LifecycleRule> rules) {
        return Rows.write(out -> {
            out.varint(since.value());
            ByteWriter all = new ByteWriter();
            LifecycleCodec.write(all, rules);
            out.sized(all.toArray());
        });
    }

    static Lifecycle read(BucketId bucket, byte[] value) {
        return Rows.read(
                Table.LIFECYCLES,
                value,
                in -> new Lifecycle(bucket, new Position(in.varint()), rules(in.sized())));
    }

    private static List<LifecycleRule> rules(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        List<LifecycleRule> rules = LifecycleCodec.read(in);
        in.end();
        return rules;
    }

    /// Without reading the rules.
    static Position since(byte[] value) {
        return Rows.read(
                Table.LIFECYCLES,
                value,
                in -> {
                    Position since = new Position(in.varint());
                    in.sized();
                    return since;
                });
    }
}
