package dev.varve.server.auth;

import static dev.varve.log.AccessRight.ADMIN;
import static dev.varve.log.AccessRight.DELETE;
import static dev.varve.log.AccessRight.READ;
import static dev.varve.log.AccessRight.WRITE;

import dev.varve.log.AccessRight;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What a request wants to do, as far as access depends on it: on what, and which right it needs.
public enum Action {
    /// Those to show are those it may [#READ_BUCKET].
    LIST_BUCKETS(Subject.NOTHING),
    /// Whoever came in may know as whom.
    WHO_AM_I(Subject.NOTHING),
    CREATE_BUCKET(Subject.NEW_BUCKET, ADMIN),
    DELETE_BUCKET(Subject.BUCKET, ADMIN),
    /// That it is there, and its settings; whoever may do anything in it.
    READ_BUCKET(Subject.PART_OF_BUCKET, READ, WRITE, DELETE, AccessRight.LIST, ADMIN),
    CHANGE_BUCKET(Subject.BUCKET, ADMIN),
    /// How much it holds.
    READ_STATS(Subject.BUCKET, AccessRight.LIST),
    LIST(Subject.KEY, AccessRight.LIST),
    /// The current version alone; anybody, in a public bucket.
    READ_OBJECT(Subject.KEY, READ),
    /// What is known of an object beside its bytes and headers: tags, locks, parts.
    INSPECT_OBJECT(Subject.KEY, READ),
    /// A version by its id, and which versions a key has.
    READ_VERSION(Subject.KEY, READ),
    /// What was there at an earlier time, deleted since or not. It takes what the same takes of the
    /// present besides; see [Access.Resource#past].
    READ_HISTORY(Subject.KEY, AccessRight.READ_HISTORY),
    WRITE_OBJECT(Subject.KEY, WRITE),
    DELETE_OBJECT(Subject.KEY, DELETE),
    BYPASS_GOVERNANCE(Subject.KEY, ADMIN),
    /// What a link is for must be allowed besides.
    MANAGE_LINKS(Subject.KEY, READ, WRITE),
    /// The owner of the resource is whose keys they are.
    MANAGE_KEYS(Subject.USER, ADMIN),
    /// From where others came who did something in a bucket.
    READ_ADDRESSES(Subject.BUCKET, ADMIN),
    /// Events of all buckets, and of what is in none: keys, links, settings.
    READ_JOURNAL(Subject.STORE, ADMIN),
    /// Those of all buckets; those of one are managed by who may [#CHANGE_BUCKET] it.
    MANAGE_WEBHOOKS(Subject.STORE, ADMIN),
    /// Who belongs to the cluster, and how its members get on.
    MANAGE_CLUSTER(Subject.STORE, ADMIN),
    /// Figures of the whole store.
    READ_TOTALS(Subject.STORE, ADMIN),
    READ_CONFIG(Subject.STORE, ADMIN),
    MAINTAIN(Subject.STORE, ADMIN);

    /// What it is done to, which says how grants and owners count.
    enum Subject {
        /// Nothing of anybody's.
        NOTHING,
        /// A bucket that nobody owns yet.
        NEW_BUCKET,
        /// All of a bucket: a grant for some of its keys is not enough.
        BUCKET,
        /// A bucket: a grant for some of its keys is.
        PART_OF_BUCKET,
        KEY,
        USER,
        /// All of the store: only for operators.
        STORE
    }

    private final Subject subject;

    @SuppressWarnings("ImmutableEnumChecker") // unmodifiable, but no type says so
    private final Set<AccessRight> anyOf;

    Action(Subject subject, AccessRight... anyOf) {
        this.subject = subject;
        Collection<AccessRight> rights = List.of(anyOf);
        this.anyOf =
                rights.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(rights));
    }

    /// Whether it only looks at a bucket and what is in it, which can be done to one as it was, too.
    public boolean reads() {
        return switch (this) {
            case READ_BUCKET, LIST, READ_OBJECT, INSPECT_OBJECT, READ_VERSION -> true;
            default -> false;
        };
    }

    Subject subject() {
        return subject;
    }

    boolean isAllowedBy(Set<AccessRight> rights) {
        return !Collections.disjoint(anyOf, rights);
    }
}
