package dev.varve.projections.objects;

import dev.varve.log.Event.LinkEvent;
import dev.varve.log.Event.LinkRevoked;
import dev.varve.log.Event.LinkSpent;
import dev.varve.log.Event.LinksOfIssuerRevoked;
import dev.varve.log.LinkId;
import dev.varve.log.Recorded;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/// Remembers which links ended, and forgets a few that have expired with each new one.
final class LinkFold {
    /// A clock that is set back by less makes no link good again.
    static final Duration KEPT = Duration.ofDays(1);

    /// More than each event adds, so that what is left behind shrinks.
    static final int FORGOTTEN_AT_ONCE = 16;

    private final Told told;
    private final ViewChanges rows;

    LinkFold(Told told, ViewChanges rows) {
        this.told = told;
        this.rows = rows;
    }

    void apply(LinkEvent event) {
        forgetExpired();
        switch (event) {
            case LinkRevoked revoked -> end(revoked.link(), revoked.issuer(), LinkEnd.REVOKED);
            case LinkSpent spent -> end(spent.link(), spent.issuer(), LinkEnd.SPENT);
            case LinksOfIssuerRevoked revoked -> revokeAll(revoked.issuer(), revoked.until());
        }
    }

    private void end(LinkId link, String issuer, LinkEnd end) {
        byte[] key = LinkRows.link(link, issuer);
        byte[] before = rows.get(Table.LINKS, key);
        if (before == null || LinkRows.end(before).tag() < end.tag()) {
            rows.put(Table.LINKS, key, LinkRows.bytes(end));
        }
    }

    private void revokeAll(String issuer, Instant until) {
        byte[] key = LinkRows.issuer(issuer);
        byte[] old = rows.get(Table.LINK_ISSUERS, key);
        LinkRows.Issuer before = new LinkRows.Issuer(new TreeMap<>());
        if (old != null) {
            before = LinkRows.issuerRow(old);
            rows.delete(Table.LINK_ISSUERS, LinkRows.time(before.until(), issuer));
        }
        Recorded event = told.recorded();
        LinkRows.Issuer all =
                before.and(
                        event.envelope().origin().node(),
                        new LinkRows.Revoked(Revocations.At.of(event), until));
        rows.put(Table.LINK_ISSUERS, key, LinkRows.bytes(all));
        rows.put(Table.LINK_ISSUERS, LinkRows.time(all.until(), issuer), LinkRows.nothing());
    }

    private void forgetExpired() {
        Instant wall = told.recorded().envelope().wall();
        Instant newest = LinkRows.newest(rows);
        if (wall.isAfter(newest)) {
            rows.put(Table.LINKS, LinkRows.NEWEST, LinkRows.bytes(wall));
        }
        Instant gone = wall.minus(KEPT);
        oldest(Table.LINKS, LinkRows.FIRST, row -> LinkRows.linkOf(row).expires(), gone)
                .forEach(row -> rows.delete(Table.LINKS, row));
        for (byte[] row : oldest(Table.LINK_ISSUERS, LinkRows.TIMES, LinkRows::timeOf, gone)) {
            rows.delete(Table.LINK_ISSUERS, row);
            rows.delete(Table.LINK_ISSUERS, LinkRows.issuer(LinkRows.issuerOf(row)));
        }
    }

    /// Rows from `start` on, which are in the order of their times.
    private List<byte[]> oldest(
            Table table, byte[] start, Function<byte[], Instant> time, Instant before) {
        List<byte[]> found = new ArrayList<>();
        try (RowCursor cursor = rows.scan(table)) {
            boolean on = cursor.seek(start);
            while (on
                    && found.size() < FORGOTTEN_AT_ONCE
                    && time.apply(cursor.key()).isBefore(before)) {
                found.add(cursor.key());
                on = cursor.next();
            }
        }
        return found;
    }
}
