package dev.varve.projections.objects;

import dev.varve.log.Cut;
import dev.varve.log.NodeId;
import dev.varve.log.Position;
import dev.varve.log.Stamp;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import dev.varve.projections.ViewReader;
import dev.varve.projections.ViewStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Makes the rows of one node's view those with which another node begins, before the first event of
/// its own journal. What in them is that node's own affair becomes the new one's:
///
/// | table | what becomes of it |
/// |---|---|
/// | PEERS | the journal of the node whose view it was is one that is followed, as far as it is in it |
/// | SEEN | what that node had folded of others is what its journal told |
/// | WEBHOOKS, NOTIFICATIONS | hold from the first event on, not from positions of another journal; rules that ended are over |
/// | ORPHANS | go: none of their bytes are here |
///
/// The rest is as it was: positions in versions, parts and layers are those of the origins that made
/// them. When history may go is what the other node said, as long ago as it learned of it.
public final class SeedRows {
    private static final int AT_ONCE = 1_000;
    private static final byte[] START = {};

    private final ViewStore view;

    private SeedRows(ViewStore view) {
        this.view = view;
    }

    /// What becomes of a row; nothing where it goes.
    private interface Change {
        byte[] of(byte[] key, byte[] value);
    }

    /// @param view of the other node, and of nobody else for as long as this takes
    /// @param source how far the journal of that node is in it, each incarnation by itself; empty where
    ///     nothing of its own is
    /// @param cut at which it is this node's
    public static void adopt(ViewStore view, NodeId node, List<Peer> source, Cut cut) {
        SeedRows rows = new SeedRows(view);
        rows.drop(Table.ORPHANS);
        rows.rewrite(Table.WEBHOOKS, SeedRows::webhook);
        rows.rewrite(Table.NOTIFICATIONS, SeedRows::rules);
        try (ViewChanges changes = view.change()) {
            for (Peer known : ClusterRows.peers(changes)) {
                see(changes, node, known);
            }
            source.forEach(each ->
                    changes.put(
                            Table.PEERS, ClusterRows.key(each.origin()), ClusterRows.bytes(each)));
            view.commit(changes, cut);
        }
        view.flush();
    }

    private static void see(ViewChanges changes, NodeId by, Peer known) {
        byte[] key = ClusterRows.key(by, known.origin());
        byte[] before = changes.get(Table.SEEN, key);
        if (before == null || known.position().isAfter(ClusterRows.position(before))) {
            changes.put(Table.SEEN, key, ClusterRows.bytes(known.position()));
        }
    }

    private static byte[] webhook(byte[] key, byte[] value) {
        if (key.length == 0) {
            return value;
        }
        Stamp set = WebhookRows.set(value);
        return WebhookRows.bytes(WebhookRows.begun(value), set);
    }

    private static byte[] rules(byte[] key, byte[] value) {
        if (!WebhookRows.areRules(key)) {
            return value;
        }
        List<BucketRule> inForce =
                WebhookRows.readRules(value).stream()
                        .filter(BucketRule::isInForce)
                        .map(each -> new BucketRule(each.rule(), Position.NONE, Position.NONE))
                        .toList();
        return inForce.isEmpty() ? START : WebhookRows.bytes(inForce);
    }

    private void drop(Table table) {
        rewrite(table, (_, _) -> START);
    }

    /// A page at a time, each committed: so what waits is limited. Rows that become empty go.
    private void rewrite(Table table, Change change) {
        Optional<byte[]> from = Optional.of(START);
        while (from.isPresent()) {
            try (ViewChanges changes = view.change()) {
                from = page(changes, table, from.get(), change);
                view.commit(changes, view.cut());
            }
        }
    }

    /// Where the next page begins, if there is one.
    private static Optional<byte[]> page(
            ViewChanges changes, Table table, byte[] from, Change change) {
        List<byte[]> keys = keys(changes, table, from);
        for (byte[] key : keys.subList(0, Math.min(AT_ONCE, keys.size()))) {
            byte[] value = changes.get(table, key);
            if (value == null) {
                continue;
            }
            byte[] now = change.of(key, value);
            if (now.length == 0) {
                changes.delete(table, key);
            } else if (!Arrays.equals(now, value)) {
                changes.put(table, key, now);
            }
        }
        return keys.size() > AT_ONCE ? Optional.of(keys.getLast()) : Optional.empty();
    }

    /// One more than a page has, if there are so many.
    private static List<byte[]> keys(ViewReader rows, Table table, byte[] from) {
        List<byte[]> keys = new ArrayList<>();
        try (RowCursor cursor = rows.scan(table)) {
            for (boolean on = cursor.seek(from); on && keys.size() <= AT_ONCE; on = cursor.next()) {
                keys.add(cursor.key());
            }
        }
        return keys;
    }
}
