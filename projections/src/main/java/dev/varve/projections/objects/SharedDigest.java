package dev.varve.projections.objects;

import dev.varve.log.Hash256;
import dev.varve.log.ObjectKey;
import dev.varve.projections.RowCursor;
import dev.varve.projections.Table;
import dev.varve.projections.ViewReader;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// A SHA-256 over what nodes share that folded the same events, in whatever order those of different
/// origins came, once no layer is unsettled. Leaves out what each node knows for itself: when history may
/// go, what is kept for events that come late, which other nodes it has heard of, and the counts of days.
public final class SharedDigest {
    private static final byte[] START = {};
    private final MessageDigest digest;

    private SharedDigest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public static Hash256 of(ViewReader rows) {
        SharedDigest digest = new SharedDigest();
        for (Table table : Table.values()) {
            if (isShared(table)) {
                digest.add(rows, table);
            }
        }
        return Hash256.of(digest.digest.digest());
    }

    static boolean isShared(Table table) {
        return table.inDigest()
                && switch (table) {
                    case DUE, BYTES_DUE, USAGE_DAYS -> false;
                    default -> true;
                };
    }

    private void add(ViewReader rows, Table table) {
        try (RowCursor cursor = rows.scan(table)) {
            for (boolean on = cursor.seek(START); on; on = cursor.next()) {
                byte[] value = shared(rows, table, cursor.key(), cursor.value());
                if (value != null) {
                    digest.update((byte) table.tag());
                    add(cursor.key());
                    add(value);
                }
            }
        }
    }

    private void add(byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    /// What of a row is the same everywhere; null for nothing.
    static byte @Nullable [] shared(ViewReader rows, Table table, byte[] key, byte[] value) {
        return switch (table) {
            case VERSIONS -> version(key, value);
            case USAGE -> UsageRow.shared(value);
            case WEBHOOKS -> key.length == 0 ? value : WebhookRows.shared(value);
            case NOTIFICATIONS -> isOfLiving(rows, key) ? WebhookRows.sharedRules(value) : null;
            case LINKS -> key.length == 0 || isExpired(rows, key) ? null : value;
            case LINK_ISSUERS -> LinkRows.sharedIssuer(key, value, LinkRows.horizon(rows));
            default -> value;
        };
    }

    private static boolean isOfLiving(ViewReader rows, byte[] key) {
        return WebhookRows.areRules(key)
                && BucketNames.row(rows, WebhookRows.bucketOfRules(key))
                        .filter(row -> !row.deleted())
                        .isPresent();
    }

    /// Ends of links that have expired are forgotten, each sooner or later.
    private static boolean isExpired(ViewReader rows, byte[] key) {
        return LinkRows.linkOf(key).expires().isBefore(LinkRows.horizon(rows));
    }

    private static byte[] version(byte[] row, byte[] value) {
        int end = KeyEscape.end(row, RowKeys.BUCKET_BYTES);
        ObjectKey key = KeyEscape.read(row, RowKeys.BUCKET_BYTES, end);
        return VersionRow.read(key, row, end, value).undue().bytes();
    }
}
