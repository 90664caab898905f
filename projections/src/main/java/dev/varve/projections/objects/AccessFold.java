package dev.varve.projections.objects;

import dev.varve.log.AccessKeyId;
import dev.varve.log.Event.AccessEvent;
import dev.varve.log.Event.AccessKeyChanged;
import dev.varve.log.Event.AccessKeyCreated;
import dev.varve.log.Event.AccessKeyRevoked;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Keeps the rows of access keys. Secrets stay sealed.
final class AccessFold {
    private final Told told;
    private final ViewChanges rows;

    AccessFold(Told told, ViewChanges rows) {
        this.told = told;
        this.rows = rows;
    }

    void apply(AccessEvent event) {
        switch (event) {
            case AccessKeyCreated created -> create(created);
            case AccessKeyChanged changed -> change(changed);
            case AccessKeyRevoked revoked -> revoke(revoked.key());
        }
    }

    /// None of a key that was revoked counts, and of others the latest.
    private void change(AccessKeyChanged event) {
        AccessRow row = find(event.key());
        if (row != null && !BucketMarks.isOver(row.changed(), told.stamp())) {
            put(new AccessRow(row.key().with(event.settings()), told.stamp()));
        }
    }

    private void revoke(AccessKeyId id) {
        if (find(id) != null) {
            rows.delete(Table.ACCESS_KEYS, AccessRow.key(id));
            count(-1);
        }
    }

    private void create(AccessKeyCreated event) {
        long wall = told.recorded().envelope().wall().toEpochMilli();
        String creator = told.recorded().envelope().provenance().actor().id();
        AccessKey key =
                new AccessKey(
                        event.key(),
                        event.user(),
                        event.settings(),
                        event.secret(),
                        Instant.ofEpochMilli(wall),
                        creator);
        put(new AccessRow(key, null));
        count(1);
    }

    /// Null for one that another node revoked meanwhile.
    private @Nullable AccessRow find(AccessKeyId id) {
        byte[] value = rows.get(Table.ACCESS_KEYS, AccessRow.key(id));
        if (value == null && !told.isImported()) {
            throw new IllegalStateException("no access key " + id);
        }
        return value == null ? null : AccessRow.read(id, value);
    }

    private void put(AccessRow row) {
        rows.put(Table.ACCESS_KEYS, AccessRow.key(row.key().id()), row.bytes());
    }

    private void count(int added) {
        rows.put(
                Table.ACCESS_KEYS, AccessRow.COUNT, AccessRow.count(AccessRow.count(rows) + added));
    }
}
