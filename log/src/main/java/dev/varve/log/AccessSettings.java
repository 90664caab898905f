package dev.varve.log;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What may be changed of an access key.
///
/// @param label for people; nothing depends on it
/// @param reach whose buckets the grants are for
/// @param expires from then on the key is refused, in whole milliseconds; null for never
public record AccessSettings(
        String label, List<AccessGrant> grants, Reach reach, @Nullable Instant expires) {
    public static final int MAX_LABEL = 128;
    public static final int MAX_GRANTS = 64;

    /// Whose buckets a key is for.
    public enum Reach {
        /// Those that its user owns.
        OWN,
        /// Everybody's.
        ALL
    }

    public AccessSettings {
        grants = List.copyOf(grants);
        if (label.length() > MAX_LABEL || label.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a label has at most " + MAX_LABEL + " characters, none a control character");
        }
        if (grants.isEmpty() || grants.size() > MAX_GRANTS) {
            throw new IllegalArgumentException("a key has 1 to " + MAX_GRANTS + " grants");
        }
        if (expires != null) {
            expires = Instant.ofEpochMilli(expires.toEpochMilli());
        }
    }

    public boolean isExpired(Instant now) {
        return expires != null && !expires.isAfter(now);
    }
}
