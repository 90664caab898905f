package dev.varve.server.s3;

import dev.varve.log.Retention;
import dev.varve.server.http.HttpResponse;
import dev.varve.server.s3.xml.ObjectLockDocuments;
import dev.varve.server.s3.xml.XmlInput;
import dev.varve.server.store.AttributeChange.SetRetention;
import dev.varve.server.surface.HttpDates;
import java.time.Instant;
import java.util.Optional;

/// Sets, prolongs or (where that is allowed) lifts the retention of a version.
final class PutObjectRetention implements Operation {
    @Override
    public HttpResponse handle(Call call) {
        Locks.requireLock(BucketOf.require(call));
        Optional<Retention> wanted =
                ObjectLockDocuments.retention(Documents.read(call))
                        .map(PutObjectRetention::retention);
        return Changes.apply(call, new SetRetention(wanted, Locks.bypasses(call)), 200);
    }

    private static Retention retention(ObjectLockDocuments.Retention sent) {
        Retention.Mode mode = Locks.parseMode(sent.mode()).orElseThrow(XmlInput::malformed);
        Instant until = HttpDates.parseIso(sent.until()).orElseThrow(XmlInput::malformed);
        Locks.requireFuture(until);
        return new Retention(mode, until);
    }
}
