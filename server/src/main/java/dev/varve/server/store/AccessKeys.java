package dev.varve.server.store;

import dev.varve.log.AccessKeyId;
import dev.varve.log.AccessSettings;
import dev.varve.log.Provenance;
import dev.varve.projections.objects.AccessKey;
import dev.varve.projections.objects.ObjectReader;
import dev.varve.server.store.Refusal.Reason;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Access keys that users make. What a caller may do with them is asked before; see
/// `dev.varve.server.auth`.
public final class AccessKeys {
    private static final String SECRET_CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int SECRET_LENGTH = 40;
    private static final int AT_ONCE = 256;

    private final Core core;
    private final Provenance provenance;
    private final Credentials credentials;
    private final SecureRandom random = new SecureRandom();

    /// A key, and the only time that its secret is told.
    public record Created(AccessKey key, String secret) {
        @Override
        public String toString() {
            return "Created[" + key.id() + "]";
        }
    }

    /// By what the caller may give rights to others.
    public sealed interface Authority {
        /// Of the configuration, or of a token.
        Authority OUTSIDE = new Outside();

        /// Why it does not hold any more, if so.
        Optional<Refusal> stale(ObjectReader view, Instant now);

        record Outside() implements Authority {
            @Override
            public Optional<Refusal> stale(ObjectReader view, Instant now) {
                return Optional.empty();
            }
        }

        /// A key of this store, as it was when the caller came in with it.
        record ByKey(AccessKey key) implements Authority {
            @Override
            public Optional<Refusal> stale(ObjectReader view, Instant now) {
                boolean holds =
                        view.accessKey(key.id()).filter(key::equals).isPresent()
                                && !key.settings().isExpired(now);
                return holds
                        ? Optional.empty()
                        : Optional.of(
                                Refusal.of(
                                        Reason.CONFLICT,
                                        "the key " + key.id() + " was changed meanwhile"));
            }
        }
    }

    AccessKeys(Core core, Provenance provenance, Credentials credentials) {
        this.core = core;
        this.provenance = provenance;
        this.credentials = credentials;
    }

    /// @param user owns what the key makes
    public Outcome<Created> create(String user, AccessSettings settings, Authority authority) {
        AccessKeyId id = AccessKeyId.random(random);
        String secret = secret();
        return core.run(
                        new AccessKeyCommands.Create(
                                id,
                                user,
                                settings,
                                credentials.seals().seal(id, secret),
                                authority),
                        provenance)
                .map(key -> new Created(key, secret));
    }

    private String secret() {
        StringBuilder drawn = new StringBuilder(SECRET_LENGTH);
        for (int i = 0; i < SECRET_LENGTH; i++) {
            drawn.append(SECRET_CHARACTERS.charAt(random.nextInt(SECRET_CHARACTERS.length())));
        }
        return drawn.toString();
    }

    /// @param seen the key as the change was allowed; one that is otherwise by now is a conflict
    public Outcome<AccessKey> change(AccessKey seen, AccessSettings settings, Authority authority) {
        return core.run(new AccessKeyCommands.Change(seen, settings, authority), provenance);
    }

    /// From the answer on it is refused everywhere.
    public Outcome<AccessKeyId> revoke(AccessKeyId id) {
        return core.run(new AccessKeyCommands.Revoke(id), provenance);
    }

    public Outcome<AccessKey> get(AccessKeyId id) {
        Optional<AccessKey> found = find(id);
        return found.isPresent() ? Outcome.done(found.get()) : new Outcome.Refused<>(noKey(id));
    }

    public Optional<AccessKey> find(AccessKeyId id) {
        return core.read(view -> view.accessKey(id));
    }

    /// In the order of their ids, after one (empty: from the first), those that are `wanted`.
    public List<AccessKey> list(String after, int limit, Predicate<AccessKey> wanted) {
        return core.read(view -> list(view, after, limit, wanted));
    }

    private static List<AccessKey> list(
            ObjectReader view, String after, int limit, Predicate<AccessKey> wanted) {
        List<AccessKey> found = new ArrayList<>();
        String last = after;
        List<AccessKey> page;
        do {
            page = view.accessKeys(last, AT_ONCE);
            page.stream().filter(wanted).limit(limit - found.size()).forEach(found::add);
            last = page.isEmpty() ? last : page.getLast().id().value();
        } while (page.size() == AT_ONCE && found.size() < limit);
        return found;
    }

    /// The secret of a key, for checking what was signed with it.
    public String secretOf(AccessKey key) {
        return credentials.seals().open(key.id(), key.secret());
    }

    /// When the key was last used, as far as it is known: sampled, and written now and then.
    public Optional<Instant> lastUsed(AccessKeyId id) {
        return credentials.uses().last(id);
    }

    /// Notes that somebody came in with this key just now.
    public void used(AccessKeyId id) {
        credentials.uses().touch(id);
    }

    static Refusal noKey(AccessKeyId id) {
        return Refusal.of(Reason.NO_SUCH_ACCESS_KEY, "there is no access key " + id);
    }
}
