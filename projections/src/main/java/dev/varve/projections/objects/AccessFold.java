package dev.varve.projections.objects;

import dev.varve.log.AccessKeyId;
import dev.varve.log.Event.AccessEvent;
import dev.varve.log.Event.AccessKeyChanged;
import dev.varve.log.Event.AccessKeyCreated;
import dev.varve.log.Event.AccessKeyRevoked;
import dev.varve.log.Recorded;
import dev.varve.projections.Table;
import dev.varve.projections.ViewChanges;
import java.time.Instant;

/// Keeps the rows of access keys. Secrets stay sealed.
final class AccessFold {
    private final Recorded recorded;
    private final ViewChanges rows;

    AccessFold(Recorded recorded, ViewChanges rows) {
        this.recorded = recorded;
        this.rows = rows;
    }

    void apply(AccessEvent event) {
        switch (event) {
            case AccessKeyCreated created -> create(created);
            case AccessKeyChanged changed -> put(existing(changed.key()).with(changed.settings()));
            case AccessKeyRevoked revoked -> {
                rows.delete(Table.ACCESS_KEYS, AccessRow.key(existing(revoked.key()).id()));
                count(-1);
            }
        }
    }

    private void create(AccessKeyCreated event) {
        long wall = recorded.envelope().wall().toEpochMilli();
        String creator = recorded.envelope().provenance().actor().id();
        put(
                new AccessKey(
                        event.key(),
                        event.user(),
                        event.settings(),
                        event.secret(),
                        Instant.ofEpochMilli(wall),
                        creator));
        count(1);
    }

    private AccessKey existing(AccessKeyId id) {
        return new ObjectView(rows)
                .accessKey(id)
                .orElseThrow(() -> new IllegalStateException("no access key " + id));
    }

    private void put(AccessKey key) {
        rows.put(Table.ACCESS_KEYS, AccessRow.key(key.id()), AccessRow.bytes(key));
    }

    private void count(int added) {
        rows.put(
                Table.ACCESS_KEYS, AccessRow.COUNT, AccessRow.count(AccessRow.count(rows) + added));
    }
}
