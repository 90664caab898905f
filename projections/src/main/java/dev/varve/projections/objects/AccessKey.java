package dev.varve.projections.objects;

import dev.varve.log.AccessKeyId;
import dev.varve.log.AccessSettings;
import dev.varve.log.SealedSecret;
import java.time.Instant;

/// An access key that was not revoked; it may have expired.
///
/// @param creator who made it
public record AccessKey(
        AccessKeyId id,
        String user,
        AccessSettings settings,
        SealedSecret secret,
        Instant created,
        String creator) {
    public AccessKey with(AccessSettings changed) {
        return new AccessKey(id, user, changed, secret, created, creator);
    }
}
