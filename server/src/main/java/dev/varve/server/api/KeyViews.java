package dev.varve.server.api;

import dev.varve.log.AccessGrant;
import dev.varve.log.AccessRight;
import dev.varve.log.AccessSettings;
import dev.varve.log.AccessSettings.Reach;
import dev.varve.projections.objects.AccessKey;
import dev.varve.server.auth.Rights;
import dev.varve.server.auth.Role;
import dev.varve.server.http.ErrorCode;
import dev.varve.server.http.Failed;
import dev.varve.server.store.AccessKeys;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Access keys as JSON has them, and what it asks for.
final class KeyViews {
    private KeyViews() {}

    /// @param rights of read, write, delete, list, admin, read-history
    /// @param bucket a name, or `*` for all
    public record GrantView(
            @Nullable List<String> rights, @Nullable String bucket, @Nullable String prefix) {
        static GrantView of(AccessGrant grant) {
            return new GrantView(
                    grant.rights().stream().map(Words::of).toList(),
                    grant.bucket(),
                    grant.isWhole() ? null : grant.prefix());
        }

        AccessGrant grant() {
            Set<AccessRight> all = EnumSet.noneOf(AccessRight.class);
            for (String right : rights == null ? List.<String>of() : rights) {
                all.add(Words.parse(AccessRight.class, "rights", right));
            }
            try {
                return new AccessGrant(
                        all, bucket == null ? "" : bucket, prefix == null ? "" : prefix);
            } catch (IllegalArgumentException e) {
                throw invalid(e);
            }
        }
    }

    /// @param reach own or all: whose buckets the grants are for
    /// @param creator who made it
    /// @param lastUsed to about a minute; absent where it was never used
    public record KeyView(
            String id,
            String user,
            String label,
            List<GrantView> grants,
            String reach,
            @Nullable Instant expires,
            Instant created,
            String creator,
            @Nullable Instant lastUsed) {}

    /// @param secret is told this once
    public record CreatedKey(String id, String secret, KeyView key) {}

    /// @param next the cursor of the next page, where there is one
    public record KeyList(List<KeyView> keys, @Nullable String next) {}

    /// @param user whose key it is to be; the caller's own where absent
    /// @param role admin, editor, uploader or readonly, instead of grants
    /// @param reach own where absent; all for the role admin
    public record NewKey(
            @Nullable String user,
            @Nullable String label,
            @Nullable String role,
            @Nullable List<GrantView> grants,
            @Nullable String reach,
            @Nullable Instant expires) {
        AccessSettings settings() {
            Rights rights = rights(role, grants);
            if (rights == null) {
                throw new Failed(ErrorCode.INVALID_ARGUMENT, "A key needs a 'role' or 'grants'.");
            }
            return KeyViews.settings(
                    label == null ? "" : label,
                    rights.grants(),
                    reach == null ? rights.reach() : reachOf(reach),
                    expires);
        }
    }

    /// @param neverExpires true takes the expiry away
    public record KeyChange(
            @Nullable String label,
            @Nullable String role,
            @Nullable List<GrantView> grants,
            @Nullable String reach,
            @Nullable Instant expires,
            boolean neverExpires) {
        AccessSettings appliedTo(AccessSettings before) {
            if (neverExpires && expires != null) {
                throw new Failed(
                        ErrorCode.INVALID_ARGUMENT,
                        "'expires' and 'never_expires' do not go together.");
            }
            @Nullable Rights rights = rights(role, grants);
            @Nullable Instant kept = neverExpires ? null : before.expires();
            Reach now = role == null || rights == null ? before.reach() : rights.reach();
            return KeyViews.settings(
                    label == null ? before.label() : label,
                    rights == null ? before.grants() : rights.grants(),
                    reach == null ? now : reachOf(reach),
                    expires == null ? kept : expires);
        }
    }

    static KeyView of(AccessKey key, AccessKeys keys) {
        AccessSettings settings = key.settings();
        return new KeyView(
                key.id().value(),
                key.user(),
                settings.label(),
                settings.grants().stream().map(GrantView::of).toList(),
                Words.of(settings.reach()),
                settings.expires(),
                key.created(),
                key.creator(),
                keys.lastUsed(key.id()).orElse(null));
    }

    private static @Nullable Rights rights(
            @Nullable String role, @Nullable List<GrantView> grants) {
        if (role != null && grants != null) {
            throw new Failed(ErrorCode.INVALID_ARGUMENT, "'role' and 'grants' do not go together.");
        }
        if (role != null) {
            return Words.parse(Role.class, "role", role).everywhere();
        }
        return grants == null
                ? null
                : new Rights(grants.stream().map(GrantView::grant).toList(), Reach.OWN);
    }

    private static Reach reachOf(String text) {
        return Words.parse(Reach.class, "reach", text);
    }

    private static AccessSettings settings(
            String label, List<AccessGrant> grants, Reach reach, @Nullable Instant expires) {
        try {
            return new AccessSettings(label, grants, reach, expires);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw invalid(e);
        }
    }

    private static Failed invalid(RuntimeException e) {
        return new Failed(ErrorCode.INVALID_ARGUMENT, "Not possible: " + e.getMessage() + ".");
    }
}
