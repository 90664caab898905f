package dev.varve.server.store;

import dev.varve.log.AccessKeyId;
import dev.varve.projections.objects.ObjectReader;

/// What this node knows of access keys beside the view: how to open their secrets, and when they
/// were used.
record Credentials(Seals seals, KeyUses uses) {
    /// Writes down the uses of keys that still exist.
    void write(Core core) {
        uses.write(id -> core.read(view -> exists(view, id)));
    }

    private static boolean exists(ObjectReader view, AccessKeyId id) {
        return view.accessKey(id).isPresent();
    }
}
