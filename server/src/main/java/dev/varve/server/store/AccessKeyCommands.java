package dev.varve.server.store;

import dev.varve.log.AccessKeyId;
import dev.varve.log.AccessSettings;
import dev.varve.log.Event.AccessKeyChanged;
import dev.varve.log.Event.AccessKeyCreated;
import dev.varve.log.Event.AccessKeyRevoked;
import dev.varve.log.SealedSecret;
import dev.varve.projections.objects.AccessKey;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.server.store.AccessKeys.Authority;
import dev.varve.server.store.Refusal.Reason;
import java.time.Instant;
import java.util.Optional;

/// Decisions about access keys. What a caller may give was decided by what it may do itself; so
/// that must still hold.
final class AccessKeyCommands {
    private AccessKeyCommands() {}

    record Create(
            AccessKeyId id,
            String user,
            AccessSettings settings,
            SealedSecret secret,
            Authority authority)
            implements Command<AccessKey> {
        @Override
        public Decision<AccessKey> decide(ObjectReader view, Context context) {
            Optional<Refusal> stale = authority.stale(view, context.now());
            if (stale.isPresent()) {
                return new Decision.Refuse<>(stale.get());
            }
            if (view.accessKey(id).isPresent()) {
                return Command.refuse(Reason.CONFLICT, "there is a key " + id + " already");
            }
            if (view.accessKeyCount() >= context.limits().accessKeys()) {
                return Command.refuse(
                        Reason.TOO_MANY_ACCESS_KEYS,
                        "this store may have " + context.limits().accessKeys() + " access keys");
            }
            return Command.accept(
                    new AccessKeyCreated(id, user, settings, secret),
                    recorded ->
                            new AccessKey(
                                    id,
                                    user,
                                    settings,
                                    secret,
                                    Instant.ofEpochMilli(recorded.envelope().wall().toEpochMilli()),
                                    recorded.envelope().provenance().actor().id()));
        }
    }

    /// @param seen the key as the change was allowed
    record Change(AccessKey seen, AccessSettings settings, Authority authority)
            implements Command<AccessKey> {
        @Override
        public Decision<AccessKey> decide(ObjectReader view, Context context) {
            Optional<Refusal> stale = authority.stale(view, context.now());
            if (stale.isPresent()) {
                return new Decision.Refuse<>(stale.get());
            }
            Optional<AccessKey> now = view.accessKey(seen.id());
            if (now.isEmpty()) {
                return missing(seen.id());
            }
            if (!now.get().equals(seen)) {
                return Command.refuse(
                        Reason.CONFLICT, "the key " + seen.id() + " was changed meanwhile");
            }
            AccessKey after = now.get().with(settings);
            return after.equals(seen)
                    ? Command.unchanged(seen)
                    : Command.accept(new AccessKeyChanged(seen.id(), settings), recorded -> after);
        }
    }

    record Revoke(AccessKeyId id) implements Command<AccessKeyId> {
        @Override
        public Decision<AccessKeyId> decide(ObjectReader view, Context context) {
            return view.accessKey(id).isEmpty()
                    ? missing(id)
                    : Command.accept(new AccessKeyRevoked(id), recorded -> id);
        }

        @Override
        public boolean grows() {
            return false;
        }
    }

    private static <R> Command.Decision<R> missing(AccessKeyId id) {
        return new Command.Decision.Refuse<>(AccessKeys.noKey(id));
    }
}
