package dev.varve.log.codec;

import dev.varve.log.LifecycleRule;
import dev.varve.log.LifecycleRule.Expiration;
import dev.varve.log.LifecycleRule.Filter;
import dev.varve.log.LifecycleRule.Noncurrent;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lifecycle rules of a bucket. Views store the same bytes in their rows.
public final class LifecycleCodec {
    private static final int ENABLED = 1;
    private static final int LEGACY = 2;
    private static final int PREFIX = 4;
    private static final int KNOWN = ENABLED | LEGACY | PREFIX;
    private static final int NONE = 0;
    private static final int DAYS = 1;
    private static final int DATE = 2;
    private static final int MARKERS = 3;

    private LifecycleCodec() {}

    public static void write(ByteWriter out, List<LifecycleRule> rules) {
        out.varint(rules.size());
        rules.forEach(rule -> write(out, rule));
    }

    private static void write(ByteWriter out, LifecycleRule rule) {
        Filter filter = rule.filter();
        String prefix = filter.prefix();
        out.string(rule.id())
                .u8(
                        (rule.enabled() ? ENABLED : 0)
                                | (filter.legacy() ? LEGACY : 0)
                                | (prefix != null ? PREFIX : 0));
        if (prefix != null) {
            out.string(prefix);
        }
        MapCodec.write(out, filter.tags());
        out.zigzag(filter.largerThan()).zigzag(filter.smallerThan());
        write(out, rule.expiration());
        Noncurrent noncurrent = rule.noncurrent();
        out.varint(noncurrent == null ? 0 : noncurrent.days());
        out.varint(noncurrent == null ? 0 : noncurrent.keep());
        out.varint(rule.abortDays());
    }

    private static void write(ByteWriter out, @Nullable Expiration expiration) {
        switch (expiration) {
            case null -> out.u8(NONE);
            case Expiration.AfterDays(int days) -> out.u8(DAYS).varint(days);
            case Expiration.OnDate(LocalDate date) -> out.u8(DATE).zigzag(date.toEpochDay());
            case Expiration.OfMarkers _ -> out.u8(MARKERS);
        }
    }

    public static List<LifecycleRule> read(ByteReader in) {
        List<LifecycleRule> rules = new ArrayList<>();
        for (int left = in.count(); left > 0; left--) {
            rules.add(readRule(in));
        }
        return rules;
    }

    private static LifecycleRule readRule(ByteReader in) {
        String id = in.string();
        int flags = in.u8();
        if ((flags & ~KNOWN) != 0) {
            throw new IllegalArgumentException("unknown flags of a rule: " + flags);
        }
        String prefix = (flags & PREFIX) == 0 ? null : in.string();
        Filter filter =
                new Filter(
                        (flags & LEGACY) != 0, prefix, MapCodec.read(in), in.zigzag(), in.zigzag());
        Expiration expiration = readExpiration(in);
        int days = in.varint32();
        int keep = in.varint32();
        Noncurrent noncurrent = days == 0 ? null : new Noncurrent(days, keep);
        return new LifecycleRule(
                id, (flags & ENABLED) != 0, filter, expiration, noncurrent, in.varint32());
    }

    private static @Nullable Expiration readExpiration(ByteReader in) {
        int kind = in.u8();
        return switch (kind) {
            case NONE -> null;
            case DAYS -> new Expiration.AfterDays(in.varint32());
            case DATE -> new Expiration.OnDate(date(in.zigzag()));
            case MARKERS -> new Expiration.OfMarkers();
            default -> throw new IllegalArgumentException("unknown kind of expiration " + kind);
        };
    }

    private static LocalDate date(long day) {
        try {
            return LocalDate.ofEpochDay(day);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a day: " + day, e);
        }
    }
}
