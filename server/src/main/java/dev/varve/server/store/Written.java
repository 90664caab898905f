package dev.varve.server.store;

import dev.varve.log.ETag;
import dev.varve.log.ObjectState;
import dev.varve.log.Position;
import dev.varve.log.Recorded;
import dev.varve.log.VersionId;
import dev.varve.projections.objects.Version;
import java.time.Instant;

/// A version that was made: the answer of put, copy, undelete and multipart completion.
///
/// @param nullVersion whether S3 clients know it as `null`
/// @param position of the event that made it, in the journal of the node that did
public record Written(
        VersionId version,
        boolean nullVersion,
        ObjectState state,
        Position position,
        Instant modified) {
    public ETag etag() {
        return state.etag();
    }

    static Written of(Recorded recorded, boolean nullVersion, ObjectState state) {
        return new Written(
                new VersionId(recorded.stamp()),
                nullVersion,
                state,
                recorded.position(),
                recorded.envelope().wall());
    }

    static Written of(Version version) {
        return new Written(
                version.id(),
                version.nullVersion(),
                version.object(),
                version.position(),
                version.modified());
    }
}
