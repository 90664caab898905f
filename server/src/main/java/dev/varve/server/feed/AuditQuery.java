package dev.varve.server.feed;

import dev.varve.log.ObjectKey;
import java.time.Instant;
import java.util.Optional;

/// What is looked for in the past.
///
/// @param key of the bucket that `wanted` names
/// @param version of any key
/// @param accessKey what became of it
/// @param from not before then, by the clock of whoever did it
/// @param to before then, likewise
public record AuditQuery(
        Selection wanted,
        Optional<ObjectKey> key,
        Optional<String> version,
        Optional<String> accessKey,
        Optional<Instant> from,
        Optional<Instant> to) {
    public static AuditQuery of(Selection wanted) {
        return new AuditQuery(
                wanted,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public AuditQuery key(ObjectKey of) {
        return new AuditQuery(wanted, Optional.of(of), version, accessKey, from, to);
    }

    boolean takes(Change change) {
        return isOfKey(change) && isOfVersion(change) && isOfAccessKey(change) && isThen(change);
    }

    private boolean isOfKey(Change change) {
        return key.isEmpty() || change.rest() || change.key().equals(key);
    }

    private boolean isOfVersion(Change change) {
        return version.isEmpty()
                || (change.version() != null && change.version().toString().equals(version.get()));
    }

    private boolean isOfAccessKey(Change change) {
        return accessKey.isEmpty()
                || (change.event() instanceof dev.varve.log.Event.AccessEvent event
                        && event.key().value().equals(accessKey.get()));
    }

    private boolean isThen(Change change) {
        Instant time = change.recorded().envelope().wall();
        return from.filter(time::isBefore).isEmpty()
                && to.filter(end -> !time.isBefore(end)).isEmpty();
    }
}
