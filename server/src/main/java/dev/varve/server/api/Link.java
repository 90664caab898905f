package dev.varve.server.api;

import dev.varve.log.BucketId;
import dev.varve.log.BucketName;
import dev.varve.log.Bytes;
import dev.varve.log.LinkId;
import dev.varve.log.ObjectKey;
import dev.varve.projections.objects.Revocations;
import dev.varve.server.auth.Action;
import dev.varve.server.store.LinkUse;
import dev.varve.server.store.VersionRef;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One thing that may be done to one object by whoever has the link.
record Link(LinkId id, Issuer issuer, Method method, Place place, Terms terms) {
    /// The tags are in tokens: never renumber.
    enum Method {
        GET(1, Action.READ_OBJECT),
        HEAD(2, Action.READ_OBJECT),
        PUT(3, Action.WRITE_OBJECT),
        DELETE(4, Action.DELETE_OBJECT);

        private final int tag;
        private final Action action;

        Method(int tag, Action action) {
            this.tag = tag;
            this.action = action;
        }

        int tag() {
            return tag;
        }

        boolean reads() {
            return this == GET || this == HEAD;
        }

        /// What a link for GET tells with the bytes it may tell without.
        boolean allows(String asked) {
            return name().equals(asked) || (this == GET && asked.equals("HEAD"));
        }

        /// @throws IllegalArgumentException for a tag of the future
        static Method ofTag(int tag) {
            for (Method method : values()) {
                if (method.tag == tag) {
                    return method;
                }
            }
            throw new IllegalArgumentException("unknown method of a link: " + tag);
        }
    }

    /// @param id of the principal
    /// @param key the access key that it came in with
    /// @param seen see [dev.varve.server.store.Links#seen]
    record Issuer(String id, String key, Revocations seen) {}

    /// @param bucket a bucket that has the name later is another one
    /// @param version null for whatever is current when the link is used
    record Place(BucketId bucket, BucketName name, ObjectKey key, @Nullable VersionRef version) {}

    /// @param maxSize -1 for no limit
    /// @param contentType that an upload must have, null for any
    /// @param sha256 that an upload must have, null for any
    /// @param answer headers that the answer has instead of the object's own
    record Terms(
            boolean singleUse,
            long minSize,
            long maxSize,
            @Nullable String contentType,
            @Nullable Bytes sha256,
            SortedMap<String, String> answer) {
        static final Terms NONE = new Terms(false, 0, -1, null, null, new TreeMap<>());

        Terms {
            answer = Collections.unmodifiableSortedMap(new TreeMap<>(answer));
        }
    }

    /// What its issuer must be allowed, when the link is made and when it is used.
    Action action() {
        return method.reads() && place.version() != null ? Action.READ_VERSION : method.action;
    }

    LinkUse use() {
        return new LinkUse(id, issuer.id(), issuer.seen(), terms.singleUse());
    }
}
